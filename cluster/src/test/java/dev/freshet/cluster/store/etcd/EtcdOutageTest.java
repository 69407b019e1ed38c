package dev.freshet.cluster.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseRecord;
import dev.freshet.cluster.store.StoreClient;
import dev.freshet.cluster.store.StoreHealth;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.cluster.store.WatchRecord;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Clock;
import dev.freshet.testkit.etcd.EtcdProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What etcd can do to those who rely on it.
class EtcdOutageTest {
  @TempDir Path folder;
  private final EtcdRig rig = new EtcdRig();
  private final StoreThread loop = new StoreThread("caller", Clock.system());

  @AfterEach
  void close() {
    rig.close();
    loop.close();
  }

  private StoreClient open(URI address) {
    return new StoreClient(rig.open(EtcdRig.config(address, "freshet/")), loop);
  }

  private WatchRecord watch(ClusterStore store) {
    WatchRecord watched = new WatchRecord();
    store.watch(new StorePrefix("w/"), loop, watched);
    return watched;
  }

  @Test
  void goesOnWhenEtcdComesBack() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(folder);
        StoreClient client = open(etcd.address())) {
      client.put("w/a", "1");
      LeaseRecord lease = new LeaseRecord();
      client.store().lease(20_000, loop, lease);
      client.set("w/leased", 0, "x", lease.awaitGranted(1));
      WatchRecord watched = watch(client.store());
      watched.awaitView(Map.of("w/a", "1", "w/leased", "x"));

      etcd.stop();
      assertThat(client.set("w/b", 0, "2"))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.kind()).isEqualTo(Failed.Kind.UNAVAILABLE);
                assertThat(failed.mayHaveHappened()).isTrue();
              });
      assertThat(client.store().health().healthy()).isFalse();
      etcd.start();
      awaitAnswers(client);
      client.put("w/b", "3");

      watched.awaitView(Map.of("w/a", "1", "w/b", "3", "w/leased", "x"));
      watched.assertNoFaults();
      assertThat(lease.events()).noneMatch(LeaseEvent.Lost.class::isInstance);
    }
  }

  @Test
  void answersInTimeWhileEtcdStandsStill() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(folder);
        StoreClient client = open(etcd.address())) {
      client.put("w/a", "1");
      WatchRecord watched = watch(client.store());
      watched.awaitView(Map.of("w/a", "1"));

      etcd.signal("STOP");
      assertThat(client.get("w/a")).isInstanceOf(Failed.class);
      assertThat(client.store().health().detail()).contains("etcd: DEADLINE_EXCEEDED");
      etcd.signal("CONT");
      awaitAnswers(client);
      client.put("w/a", "2");

      watched.awaitView(Map.of("w/a", "2"));
      watched.assertNoFaults();
    }
  }

  @Test
  void tellsTheDifferenceWhenEtcdWasRestoredFromAnOldBackup() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(folder);
        StoreClient client = open(etcd.address())) {
      client.put("w/old", "1");
      client.put("w/changes", "1");
      etcd.stop();
      copy(etcd.data(), folder.resolve("backup"));
      etcd.start();
      awaitAnswers(client);
      WatchRecord watched = watch(client.store()).mayFall();
      client.put("w/new", "1");
      client.put("w/changes", "2");
      watched.awaitView(Map.of("w/old", "1", "w/new", "1", "w/changes", "2"));

      etcd.stop();
      copy(etcd.data(), folder.resolve("lost"));
      delete(etcd.data());
      copy(folder.resolve("backup"), etcd.data());
      etcd.start();
      awaitAnswers(client);
      try (StoreClient other = open(etcd.address())) {
        for (int i = 0; i < 10; i++) {
          other.put("w/other", "v" + i); // until the revisions of before are counted again
        }
      }

      watched.awaitView(Map.of("w/old", "1", "w/changes", "1", "w/other", "v9"));
    }
  }

  @Test
  void saysSoWhenNobodyIsThere() {
    try (StoreClient client = open(URI.create("http://127.0.0.1:1"))) {
      assertThat(client.get("x"))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.kind()).isEqualTo(Failed.Kind.UNAVAILABLE));
      assertThat(client.store().health().detail()).contains("etcd: UNAVAILABLE");
    }
  }

  @Test
  void findsEtcdThatStartsLater() throws Exception {
    EtcdProcess etcd = EtcdProcess.start(folder);
    etcd.stop();
    try (etcd;
        StoreClient client = open(etcd.address())) {
      WatchRecord watched = watch(client.store());
      assertThat(client.get("w/a")).isInstanceOf(Failed.class);

      etcd.start();
      awaitAnswers(client);
      assertThat(client.get("w/a")).isInstanceOf(GetAnswer.Absent.class);
      assertThat(client.set("w/a", 0, "1")).isInstanceOf(WriteAnswer.Done.class);
      watched.awaitView(Map.of("w/a", "1"));
    }
  }

  private static void awaitAnswers(StoreClient client) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !(client.get("x") instanceof Failed));
    assertThat(client.store().health()).isEqualTo(StoreHealth.WELL);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
