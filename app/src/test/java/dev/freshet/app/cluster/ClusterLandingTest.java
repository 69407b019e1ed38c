package dev.freshet.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.landing.ClaimAnswer;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.hub.Landing;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.Refusal;
import dev.freshet.media.GopHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterLandingTest {
  private final ClusterRig rig = new ClusterRig();

  @Test
  void whatIsPushedHereIsSeenThere() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    Landing.Answer.Landed landed = rig.last(Landing.Answer.Landed.class);
    assertThat(rig.seenThere())
        .isNotNull()
        .satisfies(seen -> {
          assertThat(seen.epoch()).isEqualTo(landed.epoch());
          assertThat(seen.firstSegment()).isEqualTo(landed.firstSegment());
          assertThat(seen.state()).isEqualTo(StreamRecord.State.LIVE);
        });
    assertThat(landed.previousTerm()).isZero();
    assertThat(rig.counters.claimsLanded.sum()).isEqualTo(1);
    assertThat(rig.counters.claimsUnconfirmed.sum()).isZero();
  }

  @Test
  void whoeverClaimedItIsToldWhenItGoesToAnotherNode() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    Landing.Answer.Landed landed = rig.last(Landing.Answer.Landed.class);
    rig.pushThere("cam");
    assertThat(rig.last(Landing.Answer.LetGo.class))
        .isEqualTo(
            new Landing.Answer.LetGo(landed.epoch(), "the stream is published at node there now"));
    assertThat(rig.counters.originsLost.sum()).isEqualTo(1);
  }

  @Test
  void aStreamThatComesBackNamesTheReignInBetween() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    ClaimAnswer.Landed between = rig.pushThere("cam");
    rig.push("cam", TakeoverPolicy.REPLACE);
    Landing.Answer.Landed again = rig.last(Landing.Answer.Landed.class);
    assertThat(again.previousTerm()).isEqualTo(between.epoch().term());
    assertThat(again.firstSegment()).isGreaterThan(between.firstSegment());
  }

  @Test
  void aServiceThatRefusesSecondPublishersRefusesThemAcrossNodes() {
    rig.pushThere("somebody");
    rig.push("cam", TakeoverPolicy.REFUSE);
    Refusal refusal = rig.last(Landing.Answer.Lost.class).refusal();
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.ALREADY_PUBLISHING);
    assertThat(refusal.detail()).contains("already published at node there");
    assertThat(rig.counters.claimsRefused.sum()).isEqualTo(1);
  }

  @Test
  void othersHearThatThePublisherIsAwayAndWhoCameBack() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    Landing.Answer.Landed landed = rig.last(Landing.Answer.Landed.class);
    published(landed, null);
    assertThat(rig.seenThere())
        .extracting(StreamRecord::state, StreamRecord::publisher)
        .containsExactly(StreamRecord.State.AWAY, "cam\n");
    published(landed, "other");
    assertThat(rig.seenThere())
        .extracting(StreamRecord::state, StreamRecord::publisher)
        .containsExactly(StreamRecord.State.LIVE, "other\n");
  }

  private void published(Landing.Answer.Landed landed, @Nullable String by) {
    rig.loops.runOn(
        ClusterRig.MEDIA,
        () ->
            rig.landing.published(
                ClusterRig.KEY,
                landed.epoch(),
                by == null ? null : ClusterRig.publisher(by, TakeoverPolicy.REPLACE)));
    rig.loops.advanceMs(20);
  }

  @Test
  void whatPlayersWerePromisedComesWithTheStream() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    Landing.Answer.Landed landed = rig.last(Landing.Answer.Landed.class);
    GopHeader.Limits promised = new GopHeader.Limits(2_000_000, 400_000);
    rig.loops.runOn(
        ClusterRig.MEDIA, () -> rig.landing.promised(ClusterRig.KEY, landed.epoch(), promised));
    rig.loops.advanceMs(20);
    rig.pushThere("cam");
    rig.push("cam", TakeoverPolicy.REPLACE);
    assertThat(rig.last(Landing.Answer.Landed.class).promised()).isEqualTo(promised);
  }

  @Test
  void whatIsGivenBackIsNowhere() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    Landing.Answer.Landed landed = rig.last(Landing.Answer.Landed.class);
    rig.loops.runOn(ClusterRig.MEDIA, () -> rig.landing.release(ClusterRig.KEY, landed.epoch()));
    rig.loops.advanceMs(20);
    assertThat(rig.seenThere()).isNull();
  }

  @Test
  void aPublisherIsLetInWithoutTheStoreAfterAMoment() {
    rig.loops.pause(0);
    rig.push("cam", TakeoverPolicy.REPLACE);
    assertThat(rig.answers).isEmpty();
    rig.loops.advanceMs(300);
    assertThat(rig.answers).hasSize(1);
    assertThat(rig.counters.claimsUnconfirmed.sum()).isEqualTo(1);
    rig.loops.resume(0);
    rig.loops.advanceMs(10_000);
    assertThat(rig.seenThere()).isNotNull();
  }

  @Test
  void publishersHaveShortNamesHoweverMuchTheySay() {
    assertThat(PublisherText.of(PublisherIdentity.ANONYMOUS)).isEmpty();
    String one = PublisherText.of(new PublisherIdentity("x".repeat(10_000), ""));
    String other = PublisherText.of(new PublisherIdentity("x".repeat(10_001), ""));
    assertThat(one).hasSizeLessThan(200).isNotEqualTo(other);
    assertThat(PublisherText.of(new PublisherIdentity("a", "")))
        .isNotEqualTo(PublisherText.of(new PublisherIdentity("", "a")));
  }
}
