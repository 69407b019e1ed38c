package dev.freshet.cluster.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WatchRecord;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.testkit.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aFullDiskAnswersAnErrorAndLosesNothing() {
    FailingDisk disk = new FailingDisk();
    LocalRig rig = LocalRig.on(folder, disk, 1 << 20);
    rig.set("k/a", 0, "1");
    Map<String, String> before = rig.view();

    disk.roomBytes = 10;
    assertThat(rig.set("k/b", 0, "2"))
        .isEqualTo(
            new Failed(
                Failed.Kind.DISK, "store in " + folder + ": No space left on device", false));
    assertThat(rig.view()).isEqualTo(before);
    assertThat(rig.client.health().detail()).contains("No space left on device");

    disk.roomBytes = 1_000;
    assertThat(rig.set("k/b", 0, "3")).isInstanceOf(WriteAnswer.Done.class);
    assertThat(rig.client.health().healthy()).isTrue();
    Map<String, String> after = rig.view();
    rig.close();
    LocalRig again = LocalRig.on(folder);
    assertThat(again.view()).isEqualTo(after);
    assertThat(again.notes).isEmpty();
    again.close();
  }

  /// Whatever fails and when: what was acknowledged is there, in memory and after a restart; what
  /// failed is not, unless the answer said that it may be.
  @Test
  void keepsWhatWasAcknowledgedWhateverFails() {
    Seeds.check(
        Seeds.count(20),
        random -> {
          Path store = folder.resolve("s" + random.nextLong());
          FailingDisk disk = new FailingDisk();
          LocalRig rig = LocalRig.on(store, disk, 300);
          WatchRecord watched = new WatchRecord();
          rig.client.watch(LocalRig.ALL, rig.loops.loop(1), watched);
          Map<String, String> acknowledged = new TreeMap<>();
          Set<String> uncertain = new HashSet<>();
          for (int i = 0; i < 30; i++) {
            fail(disk, random);
            batch(rig, random, acknowledged, uncertain);
            assertThat(rig.view()).isEqualTo(acknowledged);
            rig.loops.advanceMs(random.nextInt(3) == 0 ? 1_100 : 1);
          }
          Map<String, String> told = new TreeMap<>(watched.view());
          assertThat(told).hasSameSizeAs(acknowledged);
          watched.assertNoFaults();
          rig.close();

          LocalRig again = LocalRig.on(store);
          Map<String, String> found = again.view();
          uncertain.forEach(found::remove);
          uncertain.forEach(acknowledged::remove);
          assertThat(found).isEqualTo(acknowledged);
          again.close();
        });
  }

  private static void fail(FailingDisk disk, Random random) {
    int what = random.nextInt(12);
    disk.isDead = what == 0;
    disk.failsToFsync = what == 1;
    disk.roomBytes = what < 5 ? random.nextInt(200) : Long.MAX_VALUE;
  }

  /// A few writes at once, so that they share a fate.
  private static void batch(
      LocalRig rig, Random random, Map<String, String> acknowledged, Set<String> uncertain) {
    int writes = 1 + random.nextInt(3);
    for (int i = 0; i < writes; i++) {
      String key = "k/" + random.nextInt(4) + i; // no two of a batch alike
      String value = "v" + random.nextInt(1000);
      long expected = revisionOf(acknowledged.get(key));
      rig.client.compareAndSet(
          new StoreKey(key),
          expected,
          StoreValue.utf8(value),
          LeaseId.NONE,
          rig.loops.loop(1),
          answer -> take(answer, key, value, acknowledged, uncertain));
    }
    rig.loops.runUntilIdle();
  }

  private static long revisionOf(@Nullable String entry) {
    return entry == null ? 0 : Long.parseLong(entry.substring(entry.indexOf(" at ") + 4));
  }

  private static void take(
      WriteAnswer answer,
      String key,
      String value,
      Map<String, String> acknowledged,
      Set<String> uncertain) {
    switch (answer) {
      case WriteAnswer.Done done -> {
        acknowledged.put(key, value + " at " + done.revision());
        uncertain.remove(key);
      }
      case Failed failed -> {
        if (failed.mayHaveHappened()) {
          uncertain.add(key);
        }
      }
      case WriteAnswer.Conflict conflict -> throw new AssertionError(conflict.toString());
      case WriteAnswer.LeaseGone gone -> throw new AssertionError(gone.toString());
    }
  }

  @Test
  void refusesMoreCallsThanItsLimit() {
    LocalRig rig = LocalRig.on(folder);
    LocalStore small = LocalStore.inMemory(rig.loops.loop(0), new StoreLimits(2, 10));
    List<WriteAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      small
          .connect()
          .compareAndSet(
              new StoreKey("k/" + i),
              0,
              StoreValue.utf8("x"),
              LeaseId.NONE,
              rig.loops.loop(1),
              answers::add);
    }
    rig.loops.runUntilIdle();

    assertThat(answers)
        .contains(new Failed(Failed.Kind.LIMIT, "2 calls under way (expected: at most 2)", false))
        .filteredOn(WriteAnswer.Done.class::isInstance)
        .hasSize(2);
    rig.close();
  }

  @Test
  void aSlowWatcherGetsTheDifference() {
    LocalRig rig = LocalRig.on(folder, Disk.real(), 1 << 20);
    List<WatchEvent> events = new ArrayList<>();
    rig.client.watch(LocalRig.ALL, rig.loops.loop(1), events::add);
    rig.loops.runUntilIdle();
    rig.loops.pause(1);
    for (int i = 0; i < 50; i++) {
      rig.client.compareAndSet(
          new StoreKey("k/" + i),
          0,
          StoreValue.utf8("x"),
          LeaseId.NONE,
          rig.loops.loop(0),
          _ -> {});
    }
    rig.loops.runUntilIdle();
    rig.loops.resume(1);
    rig.loops.runUntilIdle();

    assertThat(events).hasSize(12); // the state, 10 one by one, 40 at once
    List<Change> last = ((WatchEvent.Changed) events.getLast()).changes();
    assertThat(last).hasSize(40);
    rig.close();
  }
}
