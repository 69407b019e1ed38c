package dev.freshet.cluster.landing;

import static dev.freshet.cluster.landing.LandingRig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingClaimTest {
  @Test
  void aStreamIsFoundAtEveryNode() {
    LandingRig rig = new LandingRig(3);
    ClaimAnswer.Landed landed = rig.land(2, "a");
    assertThat(landed.confirmed()).isTrue();
    for (int node = 1; node <= 3; node++) {
      StreamRecord found = rig.found(node);
      assertThat(found.epoch()).isEqualTo(landed.epoch());
      assertThat(found.origin()).isEqualTo(LandingRig.id(2));
    }
  }

  @Test
  void whoPublishesElsewhereWinsAtOnceAndTheOldOriginLetsGoWithAReason() {
    LandingRig rig = new LandingRig(3);
    ClaimAnswer.Landed first = rig.land(1, "a");
    ClaimAnswer.Landed second = rig.land(2, "a");
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(second.firstSegment()).isGreaterThan(first.firstSegment());
    assertThat(rig.told(1, OriginEvent.LetGo.class))
        .containsExactly(
            new OriginEvent.LetGo(
                KEY, first.epoch(), second.epoch(), "the stream is published at node node-2 now"));
    assertThat(rig.held(1)).isEmpty();
    assertThat(rig.find(3)).extracting(StreamRecord::epoch).isEqualTo(second.epoch());
  }

  @Test
  void anotherIdentityIsRefusedWhileTheStreamIsLiveAndTheSameIsNot() {
    LandingRig rig = new LandingRig(2);
    rig.claim(1, "a", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(20);
    List<ClaimAnswer> other = rig.claim(2, "b", TakeoverPolicy.REFUSE, 0);
    List<ClaimAnswer> nameless = rig.claim(2, "", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(20);
    assertThat(other)
        .containsExactly(
            new ClaimAnswer.Refused(
                ClaimAnswer.Reason.ALREADY_PUBLISHING,
                "already published at node node-1; this service refuses a second publisher"));
    assertThat(nameless).hasSize(1).noneMatch(ClaimAnswer.Landed.class::isInstance);

    List<ClaimAnswer> same = rig.claim(2, "a", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(20);
    assertThat(same).singleElement().isInstanceOf(ClaimAnswer.Landed.class);
  }

  @Test
  void aStreamWhosePublisherIsAwayIsForAnybody() {
    LandingRig rig = new LandingRig(2);
    rig.claim(1, "a", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(20);
    rig.loops.runOn(1, () -> rig.node(1).publisher(KEY, "a", 0, StreamRecord.State.AWAY));
    rig.loops.advanceMs(20);
    List<ClaimAnswer> other = rig.claim(2, "b", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(20);
    assertThat(other).singleElement().isInstanceOf(ClaimAnswer.Landed.class);
  }

  @Test
  void theHigherPriorityStays() {
    LandingRig rig = new LandingRig(2);
    rig.claim(1, "a", TakeoverPolicy.PRIORITY, 5);
    rig.loops.advanceMs(20);
    List<ClaimAnswer> lower = rig.claim(2, "b", TakeoverPolicy.PRIORITY, 4);
    rig.loops.advanceMs(20);
    List<ClaimAnswer> equal = rig.claim(2, "b", TakeoverPolicy.PRIORITY, 5);
    rig.loops.advanceMs(20);
    assertThat(lower).singleElement().isInstanceOf(ClaimAnswer.Refused.class);
    assertThat(equal).singleElement().isInstanceOf(ClaimAnswer.Landed.class);
  }

  @Test
  void twoEncodersThatFightAreStoppedAfterThreeTakeovers() {
    LandingRig rig = new LandingRig(2);
    for (int i = 0; i < 4; i++) {
      rig.land(1 + i % 2, "a");
    }
    List<ClaimAnswer> fourth = rig.claim(1, "a", TakeoverPolicy.REPLACE, 0);
    rig.loops.advanceMs(20);
    assertThat(fourth)
        .singleElement()
        .extracting(answer -> ((ClaimAnswer.Refused) answer).reason())
        .isEqualTo(ClaimAnswer.Reason.TAKEOVER_STORM);
    rig.loops.advanceMs(31_000);
    assertThat(rig.land(1, "a").confirmed()).isTrue();
  }

  @Test
  void aPublisherBackAtTheSameNodeGoesOnInTheSameEpoch() {
    LandingRig rig = new LandingRig(2);
    ClaimAnswer.Landed first = rig.land(1, "a");
    rig.loops.runOn(1, () -> rig.node(1).publisher(KEY, "a", 0, StreamRecord.State.AWAY));
    assertThat(rig.claim(1, "a", TakeoverPolicy.REPLACE, 0)).containsExactly(first);
    rig.loops.advanceMs(20);
    assertThat(rig.find(2)).extracting(StreamRecord::state).isEqualTo(StreamRecord.State.LIVE);
  }

  @Test
  void aStreamThatIsGivenBackIsNowhereAndItsNextTermIsHigher() {
    LandingRig rig = new LandingRig(3);
    ClaimAnswer.Landed first = rig.land(1, "a");
    rig.loops.runOn(1, () -> rig.node(1).release(KEY, first.epoch()));
    rig.loops.advanceMs(20);
    assertThat(rig.find(1)).isNull();
    assertThat(rig.find(2)).isNull();
    assertThat(rig.told(2, OriginEvent.Ended.class)).hasSize(1);
    rig.loops.clock().jumpWallMs(-600_000);
    assertThat(rig.land(2, "a").epoch()).isGreaterThan(first.epoch());
  }

  @Test
  void theNextOriginsSegmentNumbersRiseThoughItsClockIsBehind() {
    LandingRig rig = new LandingRig(2);
    ClaimAnswer.Landed first = rig.land(1, "a");
    rig.loops.clock().jumpWallMs(-600_000);
    rig.loops.advanceMs(60_000);
    long segments = 120;
    assertThat(rig.land(2, "a").firstSegment()).isGreaterThan(first.firstSegment() + segments);
  }

  @Test
  void theNextOriginHearsWhatTheOneBeforePromised() {
    LandingRig rig = new LandingRig(2);
    rig.land(1, "a");
    StreamRecord.Promise promise = new StreamRecord.Promise(2_000_000, 400_000);
    rig.loops.runOn(1, () -> rig.node(1).promise(KEY, promise));
    rig.loops.advanceMs(20);
    assertThat(rig.found(2).promise()).isEqualTo(promise);
    assertThat(rig.land(2, "a").promise()).isEqualTo(promise);
    assertThat(rig.land(1, "a").promise()).isEqualTo(promise);
  }

  @Test
  void aStaleOriginLetsGoWhenARelayTellsIt() {
    LandingRig rig = new LandingRig(2);
    ClaimAnswer.Landed first = rig.land(1, "a");
    var newer = new dev.freshet.contract.Epoch(first.epoch().term() + 1, LandingRig.id(2));
    rig.loops.runOn(1, () -> rig.node(1).stale(KEY, newer));
    assertThat(rig.told(1, OriginEvent.LetGo.class)).hasSize(1);
    rig.loops.runOn(1, () -> assertThat(rig.node(1).obeys(KEY, first.epoch())).isFalse());
    rig.loops.runOn(1, () -> assertThat(rig.node(1).obeys(KEY, newer)).isTrue());
  }

  @Test
  void whatARestartedNodeLeftIsCleared() {
    LandingRig rig = new LandingRig(2);
    rig.land(1, "a");
    rig.loops.runOn(1, () -> rig.node(1).stop());
    rig.start(1, 2);
    rig.loops.advanceMs(50);
    assertThat(rig.find(2)).isNull();
  }

  @Test
  void whatADeadNodeLeftIsClearedByOneOfTheOthers() {
    LandingRig rig = new LandingRig(3);
    rig.land(1, "a");
    rig.loops.runOn(1, () -> rig.node(1).stop());
    rig.loops.advanceMs(60_000);
    assertThat(rig.find(2)).isNotNull();
    rig.members =
        new MemberView(
            rig.members.members().stream().filter(m -> !m.id().equals(LandingRig.id(1))).toList(),
            true);
    rig.loops.advanceMs(45_000);
    assertThat(rig.find(2)).isNull();
    assertThat(rig.find(3)).isNull();
  }

  @Test
  void onlyOneClaimOfAStreamIsUnderWay() {
    LandingRig rig = new LandingRig(1);
    rig.loops.pause(0);
    List<ClaimAnswer> first = rig.claim(1, "a", TakeoverPolicy.REPLACE, 0);
    assertThat(rig.claim(1, "a", TakeoverPolicy.REPLACE, 0))
        .containsExactly(
            new ClaimAnswer.Refused(
                ClaimAnswer.Reason.LIMIT, "a claim for this stream is under way at this node"));
    rig.loops.runOn(1, () -> rig.node(1).cancel(KEY));
    assertThat(first)
        .singleElement()
        .extracting(answer -> ((ClaimAnswer.Refused) answer).reason())
        .isEqualTo(ClaimAnswer.Reason.CANCELLED);
    rig.loops.resume(0);
    rig.loops.advanceMs(1_000);
    assertThat(rig.find(1)).isNull();
  }

  @Test
  void lostEntriesAreWrittenAgainWithoutAStorm() {
    LandingRig rig = new LandingRig(2);
    int streams = 300;
    for (int i = 0; i < streams; i++) {
      rig.claim(1, StreamKey.of("default/live/s" + i), "a", TakeoverPolicy.REPLACE, 0);
    }
    rig.loops.advanceMs(50);
    wipe(rig, streams);
    rig.loops.advanceMs(500);
    assertThat(listed(rig)).isLessThan(streams / 4);
    rig.loops.advanceMs(14_000);
    assertThat(listed(rig)).isEqualTo(streams);
  }

  private static void wipe(LandingRig rig, int streams) {
    var session = rig.store.connect();
    for (int i = 0; i < streams; i++) {
      var key = Origins.PREFIX.key("default/live/s" + i);
      session.get(
          key,
          rig.loops.loop(2),
          found -> {
            if (found instanceof dev.freshet.cluster.store.GetAnswer.Found present) {
              session.compareAndDelete(key, present.entry().revision(), rig.loops.loop(2), _ -> {});
            }
          });
    }
    rig.loops.runUntilIdle();
  }

  private static int listed(LandingRig rig) {
    int[] count = new int[1];
    rig.loops.runOn(2, () -> count[0] = rig.node(2).listed().size());
    return count[0];
  }
}
