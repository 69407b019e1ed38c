package dev.freshet.cluster.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WatchRecord;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.cluster.store.local.LocalStore;
import dev.freshet.testkit.SimulatedLoops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store is on loop 0, the one that remembers on loop 1, who listens on loop 2.
class RememberingStoreTest {
  private static final StorePrefix NODES = new StorePrefix("nodes/");

  @TempDir Path folder;
  private final SimulatedLoops loops = new SimulatedLoops(3, 7);
  private final LocalStore store = LocalStore.inMemory(loops.loop(0), StoreLimits.DEFAULT);
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Long> revisions = new TreeMap<>();

  @Test
  void beginsWithWhatWasSeenBeforeTheStopAndGoesOnWithTheDifference() {
    ClusterStore before = remembering();
    watch(before);
    put("nodes/a", "1");
    put("nodes/b", "1");
    before.close();
    loops.runUntilIdle();

    loops.pause(0); // the store is away
    ClusterStore after = remembering();
    WatchRecord watched = watch(after);
    assertThat(watched.view()).isEqualTo(Map.of("nodes/a", "1", "nodes/b", "1"));
    assertThat(((WatchEvent.State) watched.events().getFirst()).source())
        .isEqualTo(WatchEvent.Source.DISK);

    loops.resume(0);
    put("nodes/c", "1");
    assertThat(watched.view()).isEqualTo(Map.of("nodes/a", "1", "nodes/b", "1", "nodes/c", "1"));
    watched.assertNoFaults();
    assertThat(notes).isEmpty();
  }

  @Test
  void saysWhenTheStoreWasReachedAlsoIfNothingChanged() {
    ClusterStore before = remembering();
    watch(before);
    put("nodes/a", "1");
    before.close();
    loops.runUntilIdle();

    List<WatchEvent> events = new ArrayList<>();
    remembering().watch(NODES, loops.loop(2), events::add);
    loops.runUntilIdle();

    assertThat(events).hasSize(2);
    assertThat(((WatchEvent.Changed) events.getLast()).changes()).isEmpty();
  }

  @Test
  void gathersChangesBeforeItWrites() {
    watch(remembering());
    put("nodes/a", "1");
    assertThat(file()).doesNotExist();

    loops.advanceMs(5_000);
    assertThat(StoreSnapshot.read(file()))
        .isInstanceOfSatisfying(
            StoreSnapshot.ReadAnswer.Read.class,
            read -> assertThat(read.snapshot().section(NODES)).isPresent());
  }

  @Test
  void tellsASecondWatchTheSame() {
    ClusterStore remembering = remembering();
    WatchRecord first = watch(remembering);
    put("nodes/a", "1");
    WatchRecord second = watch(remembering);
    put("nodes/a", "2");

    assertThat(first.view()).isEqualTo(Map.of("nodes/a", "2"));
    assertThat(second.view()).isEqualTo(first.view());
    second.assertNoFaults();
  }

  @Test
  void startsWithoutADamagedFileAndSaysSo() throws Exception {
    Files.writeString(file(), "no snapshot");

    WatchRecord watched = watch(remembering());

    assertThat(watched.view()).isEmpty();
    assertThat(notes.getFirst()).contains("cannot be read: no snapshot of this version");
  }

  private ClusterStore remembering() {
    return new RememberingStore(
        store.connect(),
        loops.loop(1),
        StoreLimits.DEFAULT,
        file(),
        Disk.real(),
        5_000,
        notes::add);
  }

  private WatchRecord watch(ClusterStore remembering) {
    WatchRecord record = new WatchRecord();
    remembering.watch(NODES, loops.loop(2), record);
    loops.runUntilIdle();
    return record;
  }

  private void put(String key, String value) {
    store
        .connect()
        .compareAndSet(
            new StoreKey(key),
            revisions.getOrDefault(key, 0L),
            StoreValue.utf8(value),
            LeaseId.NONE,
            loops.loop(2),
            answer -> revisions.put(key, ((WriteAnswer.Done) answer).revision()));
    loops.runUntilIdle();
  }

  private Path file() {
    return folder.resolve("seen");
  }
}
