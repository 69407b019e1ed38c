package dev.freshet.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.membership.MemberEvent.Reason;
import dev.freshet.cluster.membership.MemberEvent.Removed;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.LeaseId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final long LEASE_GONE_MS = 9_000;

  @Test
  void aNodeThatStartsIsFoundByAll() {
    MembershipRig rig = new MembershipRig(3);
    for (int node = 1; node <= 3; node++) {
      assertThat(rig.view(node).size()).isEqualTo(3);
      assertThat(rig.told(node, MemberEvent.Registered.class)).hasSize(1);
    }
  }

  @Test
  void aNodeThatVanishedAndDoesNotAnswerIsRemoved() {
    MembershipRig rig = new MembershipRig(3);
    rig.kill(3);
    rig.loops.advanceMs(LEASE_GONE_MS + 8_000);
    assertThat(rig.sees(1, 3)).isFalse();
    assertThat(rig.told(1, Removed.class)).extracting(Removed::reason).containsOnly(Reason.DEAD);
    assertThat(rig.probed).filteredOn(MembershipRig.id(3)::equals).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void aNodeThatVanishedAndAnswersStays() {
    MembershipRig rig = new MembershipRig(3);
    rig.vanish(3);
    rig.loops.advanceMs(LEASE_GONE_MS + 60_000);
    Member third = rig.member(1, 3);
    assertThat(third.state()).isEqualTo(Member.State.UNLISTED);
  }

  @Test
  void aNodeThatAnsweredAndThenFallsSilentIsRemoved() {
    MembershipRig rig = new MembershipRig(3);
    rig.vanish(3);
    rig.loops.advanceMs(LEASE_GONE_MS + 20_000);
    rig.silent.add(MembershipRig.id(3));
    rig.loops.advanceMs(30_000);
    assertThat(rig.sees(1, 3)).isFalse();
  }

  @Test
  void whoSaysGoodbyeIsNotAsked() {
    MembershipRig rig = new MembershipRig(3);
    List<String> done = new ArrayList<>();
    rig.loops.runOn(3, () -> rig.membership(3).leave(() -> done.add("left")));
    rig.loops.advanceMs(100);
    assertThat(done).containsExactly("left");
    assertThat(rig.sees(1, 3)).isFalse();
    assertThat(rig.told(2, Removed.class)).extracting(Removed::reason).containsOnly(Reason.LEFT);
    assertThat(rig.probed).isEmpty();
  }

  @Test
  void aDrainIsSeenByAllAndTakesTheNodeOutOfHashing() {
    MembershipRig rig = new MembershipRig(3);
    rig.loops.runOn(3, () -> rig.membership(3).drain());
    rig.loops.advanceMs(1_100);
    assertThat(rig.view(1).serving()).containsExactly(MembershipRig.id(1), MembershipRig.id(2));
    assertThat(rig.view(1).size()).isEqualTo(3);
  }

  @Test
  void aRestartedNodeIsTheSameNodeWithAnotherBootId() {
    MembershipRig rig = new MembershipRig(2);
    rig.vanish(2);
    rig.start(2, 2);
    rig.loops.advanceMs(1_000);
    assertThat(rig.told(1, MemberEvent.Changed.class))
        .singleElement()
        .matches(MemberEvent.Changed::restarted);
    assertThat(rig.told(1, Removed.class)).isEmpty();
  }

  @Test
  void threeOfTenThatVanishAtOnceAreKept() {
    MembershipRig rig = new MembershipRig(10);
    rig.kill(8);
    rig.kill(9);
    rig.kill(10);
    rig.loops.advanceMs(LEASE_GONE_MS + 120_000);
    assertThat(rig.view(1).size()).isEqualTo(10);
    assertThat(rig.told(1, MemberEvent.Frozen.class)).hasSize(1);

    rig.loops.runOn(1, () -> rig.membership(1).thaw());
    assertThat(rig.view(1).size()).isEqualTo(7);
  }

  @Test
  void aFreezeEndsWhenTheyAreBack() {
    MembershipRig rig = new MembershipRig(10);
    for (int node = 8; node <= 10; node++) {
      rig.kill(node);
    }
    rig.loops.advanceMs(LEASE_GONE_MS + 20_000);
    rig.silent.clear();
    for (int node = 8; node <= 10; node++) {
      rig.start(node, 2);
    }
    rig.loops.advanceMs(40_000);
    rig.kill(7);
    rig.loops.advanceMs(LEASE_GONE_MS + 8_000);
    assertThat(rig.told(1, MemberEvent.Thawed.class)).hasSize(1);
    assertThat(rig.view(1).size()).isEqualTo(9);
  }

  @Test
  void twoOfTenThatVanishAreRemovedAndDrainedOnesDoNotCount() {
    MembershipRig rig = new MembershipRig(10);
    for (int node : List.of(7, 8)) {
      rig.loops.runOn(node, () -> rig.membership(node).drain());
    }
    rig.loops.advanceMs(1_100);
    for (int node = 7; node <= 10; node++) {
      rig.kill(node);
    }
    rig.loops.advanceMs(LEASE_GONE_MS + 8_000);
    assertThat(rig.view(1).size()).isEqualTo(6);
    assertThat(rig.told(1, MemberEvent.Frozen.class)).isEmpty();
  }

  @Test
  void aNodeThatWasPausedDoesNotTakeItsOwnAbsenceForAnothers() {
    MembershipRig rig = new MembershipRig(3);
    rig.vanish(3);
    rig.answerMs = 900;
    for (int i = 0; i < 20; i++) {
      rig.loops.advanceMs(1_000);
      rig.silent.add(MembershipRig.id(3)); // what is asked now is told late
      rig.loops.advanceMs(200);
      rig.silent.clear();
      rig.loops.stallMs(5_000);
    }
    assertThat(rig.sees(1, 3)).isTrue();
  }

  @Test
  void theStoresAbsenceRemovesNobody() {
    MembershipRig rig = new MembershipRig(4);
    rig.loops.pause(0);
    rig.loops.advanceMs(600_000);
    assertThat(rig.view(1).size()).isEqualTo(4);
    assertThat(rig.probed).isEmpty();
  }

  @Test
  void anotherProcessUnderTheSameNameIsToldAndNotFought() {
    MembershipRig rig = new MembershipRig(2);
    overwrite(rig, MembershipRig.record(2, 77));
    rig.loops.advanceMs(60_000);
    assertThat(rig.told(2, MemberEvent.Twin.class)).hasSize(1);
    Member second = rig.member(1, 2);
    assertThat(second.record().bootId()).isEqualTo(77);
  }

  @Test
  void anOldBackupsRecordIsWrittenOver() {
    MembershipRig rig = new MembershipRig(2);
    rig.silent.add(MembershipRig.id(2)); // nobody answers as boot 77
    overwrite(rig, MembershipRig.record(2, 77));
    rig.loops.advanceMs(15_000);
    Member second = rig.member(1, 2);
    assertThat(second.record().bootId()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsLeftOutAndTold() {
    MembershipRig rig = new MembershipRig(1);
    rig.session(1)
        .compareAndSet(
            Membership.PREFIX.key("node-9"),
            0,
            dev.freshet.cluster.store.StoreValue.utf8("{"),
            LeaseId.NONE,
            rig.loops.loop(1),
            _ -> {});
    rig.loops.advanceMs(10);
    assertThat(rig.view(1).size()).isEqualTo(1);
    assertThat(rig.told(1, MemberEvent.Ignored.class)).hasSize(1);
  }

  private static void overwrite(MembershipRig rig, NodeRecord record) {
    var key = Membership.PREFIX.key(record.id().value());
    var session = rig.session(1);
    session.get(
        key,
        rig.loops.loop(1),
        found -> {
          if (found instanceof GetAnswer.Found present) {
            session.compareAndSet(
                key,
                present.entry().revision(),
                NodeRecordText.write(record),
                LeaseId.NONE,
                rig.loops.loop(1),
                _ -> {});
          }
        });
    rig.loops.advanceMs(10);
  }
}
