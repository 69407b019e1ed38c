package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.app.client.Dialer;
import dev.freshet.app.client.Ending;
import dev.freshet.app.client.FilePublisher;
import dev.freshet.app.client.StatusLine;
import dev.freshet.app.client.Terminal;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.time.Clock;
import dev.freshet.protocol.rtmp.RtmpUrl;
import dev.freshet.testkit.etcd.EtcdProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three whole nodes that know nothing of one another but where etcd is.
class ClusterTest {
  private static final Path VECTORS = Path.of("../media/src/test/resources/vectors");
  private static final StreamKey STREAM = StreamKey.of("default/live/card");
  private static final String FLV = "/live/card.flv";
  private static final String PLAYLIST = "/live/card.m3u8?format=ts";

  private final TestNodes nodes;
  private final EtcdProcess etcd;
  private final Dialer dialer = new Dialer(Clock.system(), false);
  private final Server north;
  private final Server south;
  private final Server west;

  ClusterTest(@TempDir Path folder) throws IOException {
    etcd = EtcdProcess.start(Files.createDirectory(folder.resolve("etcd")));
    nodes = new TestNodes(folder);
    north = start("north");
    south = start("south");
    west = start("west");
  }

  private Server start(String id) throws IOException {
    return nodes.start(
        id,
        List.of(
            "listen.rtmp=127.0.0.1:0",
            "listen.relay=127.0.0.1:0",
            "cluster.etcd=" + etcd.address()));
  }

  @AfterEach
  void stop() {
    dialer.close();
    nodes.close();
    etcd.close();
  }

  @Test
  void whatIsPushedAtOneNodePlaysAtEachInTheSameSegments() throws Exception {
    north.broadcastTestCard(STREAM);
    for (Server node : List.of(south, west)) {
      try (InputStream flv = nodes.flv(node, FLV)) {
        assertThat(flv.readNBytes(50_000)).hasSize(50_000);
      }
      assertThat(nodes.text(node, PLAYLIST)).isNotEmpty(); // begins to make segments
    }
    Map<String, byte[]> there = nodes.segments(north, PLAYLIST, List.of());
    for (Server node : List.of(south, west)) {
      Map<String, byte[]> here = nodes.segments(node, PLAYLIST, List.copyOf(there.keySet()));
      here.keySet().retainAll(there.keySet());
      assertThat(here).hasSizeGreaterThan(1);
      here.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(there.get(name)));
    }
  }

  @Test
  void whoPublishesAtAnotherNodeTakesTheStreamAndItsViewersStay() throws Exception {
    CompletableFuture<Ending> first = publish(north);
    try (InputStream atOrigin = nodes.flv(north, FLV);
        InputStream elsewhere = nodes.flv(west, FLV)) {
      atOrigin.readNBytes(1_000);
      elsewhere.readNBytes(1_000);
      CompletableFuture<Ending> second = publish(south);
      assertThat(ended(first).reason())
          .contains("publishing ended: superseded", "the stream is published at node south now");
      assertThat(atOrigin.readNBytes(8_000)).hasSize(8_000);
      assertThat(elsewhere.readNBytes(8_000)).hasSize(8_000);
      assertThat(second).isNotDone();
    }
  }

  @Test
  void aStreamPushedWhileTheStoreIsAwayIsFoundByAskingNodes() throws Exception {
    for (Server node : List.of(north, south, west)) {
      nodes.await(node, "freshet_cluster_members 3.0");
    }
    etcd.stop();
    nodes.await(west, "freshet_cluster_store_up 0.0");
    CompletableFuture<Ending> pushed = publish(south);
    try (InputStream flv = nodes.flv(west, FLV)) {
      assertThat(flv.readNBytes(8_000)).hasSize(8_000);
    }
    nodes.await(south, "freshet_cluster_claims_unconfirmed_total 1.0");
    assertThat(pushed).isNotDone();
  }

  @Test
  void nodesKnowOneAnotherUntilOneSaysGoodbye() {
    for (Server node : List.of(north, south, west)) {
      nodes.await(node, "freshet_cluster_members 3.0");
      nodes.await(node, "freshet_cluster_store_up 1.0");
    }
    nodes.stop(west);
    for (Server node : List.of(north, south)) {
      nodes.await(node, "freshet_cluster_members 2.0");
      nodes.await(node, "freshet_cluster_members_removed_total 1.0");
    }
  }

  /// Publishes a file again and again, without a second try.
  private CompletableFuture<Ending> publish(Server node) {
    RtmpUrl url =
        RtmpUrl.of("rtmp://127.0.0.1:" + node.port(MediaPort.RTMP) + "/live/card?src=camera");
    FilePublisher.Options options =
        new FilePublisher.Options(VECTORS.resolve("avc-aac.flv"), true, false, 1);
    StatusLine silent = new StatusLine(new PrintWriter(Writer.nullWriter()), Terminal.NONE);
    return new FilePublisher(dialer, url, options, silent).start();
  }

  private static Ending ended(CompletableFuture<Ending> ending) throws Exception {
    return ending.get(TestNodes.DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }
}
