package dev.freshet.cluster.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.WriteAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTimeTest {
  private static final long TTL_MS = 6_000;

  @TempDir Path folder;

  @Test
  void aDeadOwnersLeaseEndsAfterItsTimeAndNotBefore() {
    LocalRig rig = LocalRig.on(folder);
    ClusterStore owner = rig.store.connect();
    rig.set("k/a", 0, "x", grant(rig, owner));

    rig.loops.advanceMs(10 * TTL_MS);
    assertThat(rig.view()).hasSize(1); // its owner lives

    owner.close();
    rig.loops.advanceMs(TTL_MS - TTL_MS / 3 - 1);
    assertThat(rig.view()).hasSize(1);
    rig.loops.advanceMs(TTL_MS);
    assertThat(rig.view()).isEmpty();
    rig.close();
  }

  @Test
  void anOwnerThatWasPausedHasALeaseAfterwards() {
    LocalRig rig = LocalRig.on(folder);
    List<LeaseEvent> events = new ArrayList<>();
    rig.client.lease(TTL_MS, rig.loops.loop(1), events::add);
    rig.loops.runUntilIdle();
    LeaseId first = events.getFirst().lease();
    rig.set("k/a", 0, "x", first);

    rig.loops.stallMs(10 * TTL_MS); // the whole process, as SIGSTOP does
    rig.loops.runUntilIdle();
    rig.loops.advanceMs(TTL_MS);

    LeaseEvent last = events.getLast();
    boolean survived = events.size() == 1;
    assertThat(survived || last.equals(new LeaseEvent.Granted(last.lease(), true))).isTrue();
    assertThat(rig.set("k/b", 0, "x", last.lease())).isInstanceOf(WriteAnswer.Done.class);
    rig.close();
  }

  @Test
  void leasesOfBeforeARestartHaveTheirTimeOnceMore() {
    LocalRig rig = LocalRig.on(folder);
    rig.set("k/leased", 0, "x", grant(rig, rig.client));
    rig.set("k/own", 0, "y");
    Map<String, String> before = rig.view();
    rig.close();

    LocalRig again = LocalRig.on(folder);
    again.loops.advanceMs(TTL_MS - 1);
    assertThat(again.view()).isEqualTo(before);
    again.loops.advanceMs(2);
    assertThat(again.view().keySet()).containsExactly("k/own");
    LeaseId next = grant(again, again.client);
    assertThat(next.value()).as("no number comes twice").isGreaterThan(1);
    again.close();
  }

  private static LeaseId grant(LocalRig rig, ClusterStore owner) {
    List<LeaseEvent> events = new ArrayList<>();
    owner.lease(TTL_MS, rig.loops.loop(1), events::add);
    rig.loops.runUntilIdle();
    assertThat(events).hasSize(1);
    return events.getFirst().lease();
  }
}
