package dev.freshet.cluster.landing;

import static dev.freshet.cluster.landing.LandingRig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingWithoutStoreTest {
  @Test
  void aPublisherWaitsNoLongerThanTheLimit() {
    LandingRig rig = new LandingRig(3);
    rig.loops.pause(0);
    List<ClaimAnswer> answers = rig.claim(1, "a", TakeoverPolicy.REPLACE, 0);
    rig.loops.advanceMs(299);
    assertThat(answers).isEmpty();
    rig.loops.advanceMs(1);
    assertThat(answers)
        .singleElement()
        .extracting(answer -> ((ClaimAnswer.Landed) answer).confirmed())
        .isEqualTo(false);

    rig.loops.resume(0);
    rig.loops.advanceMs(3_000);
    assertThat(rig.told(1, OriginEvent.Confirmed.class)).hasSize(1);
    assertThat(rig.find(3)).extracting(StreamRecord::origin).isEqualTo(LandingRig.id(1));
  }

  @Test
  void whatIsRememberedDecidesMeanwhile() {
    LandingRig rig = new LandingRig(2);
    ClaimAnswer.Landed first = rig.land(1, "a");
    rig.loops.pause(0);
    List<ClaimAnswer> refused = rig.claim(2, "b", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(300);
    assertThat(refused).singleElement().isInstanceOf(ClaimAnswer.Refused.class);
    List<ClaimAnswer> replaced = rig.claim(2, "a", TakeoverPolicy.REFUSE, 0);
    rig.loops.advanceMs(300);
    assertThat(replaced)
        .singleElement()
        .extracting(answer -> ((ClaimAnswer.Landed) answer).epoch())
        .matches(epoch -> epoch.compareTo(first.epoch()) > 0);
    rig.loops.advanceMs(50);
    assertThat(rig.told(1, OriginEvent.LetGo.class)).as("told by a peer").hasSize(1);
  }

  @Test
  void ofTwoThatWereLetInWithoutTheStoreTheHigherStays() {
    LandingRig rig = new LandingRig(2);
    rig.peersAnswer = false; // a partition
    rig.loops.pause(0);
    rig.claim(1, "a", TakeoverPolicy.REPLACE, 0);
    rig.claim(2, "a", TakeoverPolicy.REPLACE, 0);
    rig.loops.advanceMs(1_000);
    assertThat(rig.held(1)).hasSize(1);
    assertThat(rig.held(2)).hasSize(1);

    rig.loops.resume(0);
    rig.loops.advanceMs(20_000);
    assertThat(rig.held(1)).isEmpty();
    assertThat(rig.held(2)).as("equal terms: the node's name decides").hasSize(1);
    assertThat(rig.told(1, OriginEvent.LetGo.class)).hasSize(1);
    assertThat(rig.find(1)).extracting(StreamRecord::origin).isEqualTo(LandingRig.id(2));
  }

  @Test
  void aStreamPushedMeanwhileIsFoundByAskingPeers() {
    LandingRig rig = new LandingRig(8);
    rig.loops.pause(0);
    rig.claim(1, "a", TakeoverPolicy.REPLACE, 0);
    rig.loops.advanceMs(400);
    for (int node = 2; node <= 8; node++) {
      assertThat(rig.locate(node, KEY))
          .isInstanceOfSatisfying(
              Whereabouts.At.class,
              at -> assertThat(at.stream().origin()).isEqualTo(LandingRig.id(1)));
    }
  }

  @Test
  void aStreamThatMovedMeanwhileIsFoundOnceItsOldOriginSaysSo() {
    LandingRig rig = new LandingRig(8);
    rig.land(1, "a");
    StreamRecord old = rig.found(5);
    rig.loops.pause(0);
    rig.claim(2, "a", TakeoverPolicy.REPLACE, 0);
    rig.loops.advanceMs(6_000);
    assertThat(rig.held(1)).isEmpty();
    for (int node = 3; node <= 8; node++) {
      int asking = node;
      rig.loops.runOn(node, () -> rig.node(asking).disproved(old));
      assertThat(rig.locate(node, KEY))
          .isInstanceOfSatisfying(
              Whereabouts.At.class,
              at -> assertThat(at.stream().origin()).isEqualTo(LandingRig.id(2)));
    }
  }

  @Test
  void aThousandQuestionsForWhatIsNowhereAskPeersOnceASecond() {
    LandingRig rig = new LandingRig(8);
    StreamKey nowhere = StreamKey.of("default/live/nowhere");
    List<Whereabouts> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rig.loops.runOn(1, () -> rig.node(1).locate(nowhere, answers::add));
      rig.loops.advanceMs(3);
    }
    rig.loops.advanceMs(400);
    assertThat(answers).hasSize(1_000);
    assertThat(rig.asked).hasSizeBetween(3, 5 * 3);
  }

  @Test
  void aLookupEndsWhenPeersDoNotAnswer() {
    LandingRig rig = new LandingRig(4);
    rig.peersAnswer = false;
    assertThat(rig.locate(1, KEY)).isInstanceOf(Whereabouts.Unknown.class);
  }

  @Test
  void whoeverWaitsIsAnsweredWhenTheStreamAppears() {
    LandingRig rig = new LandingRig(4);
    rig.peersAnswer = false;
    List<Whereabouts> answers = new ArrayList<>();
    rig.loops.runOn(3, () -> rig.node(3).locate(KEY, answers::add));
    rig.land(1, "a");
    assertThat(answers).singleElement().isInstanceOf(Whereabouts.At.class);
  }
}
