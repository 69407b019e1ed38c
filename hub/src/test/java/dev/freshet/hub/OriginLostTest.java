package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.testkit.SimulatedLoops;
import org.junit.jupiter.api.Test;

/// A stream that was pushed here and goes to another node, and one that comes back.
class OriginLostTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");
  private static final ServiceConfig SERVICE = new ProfileBuilder().service();

  private final FakeLanding landing = new FakeLanding();
  private final Rig rig = new Rig(new SimulatedLoops(2, 1), RegistryLimits.DEFAULTS, landing);

  @Test
  void itsPublisherIsSentAwayAndItsViewersStayForTheOtherNodesFrames() {
    FakePublisher publisher = onAir(7, 0);
    FakeOutput viewer = rig.join(1, FORMAT);
    letGo(0, 7);
    assertThat(publisher.ended()).containsExactly(EndReason.SUPERSEDED);
    FakePublisher pull = new FakePublisher(rig, 0, rig.allocator);
    Epoch next = new Epoch(8, new NodeId("n2"));
    pull.replicate(rig.registry, FakePublisher.request(Rig.KEY, SERVICE), next);
    assertThat(pull.isAccepted()).isTrue();
    rig.loops.advanceMs(60_000);
    assertThat(viewer.isOver()).isFalse();
    assertThat(rig.stream().epoch()).isEqualTo(next);
    assertThat(landing.released).isEmpty();
    finish();
  }

  @Test
  void viewersAreEndedWhenNobodyHasItInTime() {
    onAir(7, 0);
    FakeOutput viewer = rig.join(1, FORMAT);
    letGo(0, 7);
    rig.loops.advanceMs(Math.max(SERVICE.graceMs(), SERVICE.waitForPublisherMs()) + 1);
    assertThat(viewer.closed()).containsExactly(EndReason.GRACE_EXPIRED);
    finish();
  }

  @Test
  void nothingIsLeftOfItWhenNobodyWatches() {
    onAir(7, 0);
    letGo(0, 7);
    assertThat(rig.registry.find(Rig.KEY)).isNull();
    assertThat(landing.released).isEmpty();
    finish();
  }

  @Test
  void aLateWordOfAnOlderReignChangesNothing() {
    FakePublisher publisher = onAir(7, 0);
    letGo(0, 6);
    assertThat(publisher.ended()).isEmpty();
    finish();
  }

  @Test
  void whoPublishesHereAgainClaimsItAnew() {
    onAir(7, 0);
    rig.join(1, FORMAT);
    letGo(0, 7);
    FakePublisher again = onAir(9, 8);
    assertThat(again.isAccepted()).isTrue();
    assertThat(rig.stream().epoch()).isEqualTo(new Epoch(9, new NodeId("n1")));
    finish();
  }

  @Test
  void numbersGoOnUnlessAnotherNodeReignedInBetween() {
    onAir(7, 0);
    assertThat(newest().segment()).isEqualTo(70);
    letGo(0, 7);
    onAir(8, 7);
    assertThat(newest().segment()).isEqualTo(71);
    assertThat(landing.questions.getLast().request().nextSegment()).isEqualTo(71);
    letGo(1, 8);
    onAir(20, 19);
    assertThat(newest().segment()).isEqualTo(200);
    finish();
  }

  @Test
  void theClusterHearsWhoPublishes() {
    FakePublisher publisher = onAir(7, 0);
    publisher.end(EndReason.CONNECTION_LOST);
    rig.loops.runUntilIdle();
    rig.accepted(1, SERVICE);
    assertThat(landing.published).containsExactly("", "away", "");
    finish();
  }

  @Test
  void whatPlayersWerePromisedHoldsOnThoughTheOriginMoves() {
    FakePublisher publisher = rig.accepted(0, SERVICE);
    GopHeader.Limits promised = new GopHeader.Limits(7_000_000, 900_000);
    landing.land(0, 7, 6, promised);
    rig.loops.runUntilIdle();
    publisher.announce(1, 1);
    Published published = Published.of(rig.stream());
    for (int i = 0; i < 300; i++) {
      publisher.video(40L * i, i % 25 == 0, 100);
      publisher.audio(40L * i, 40);
      publisher.flush();
      rig.loops.advanceMs(40);
    }
    assertThat(published.frames().getLast().gop().limits()).isEqualTo(promised);
    assertThat(landing.promised).containsOnly(promised);
    published.release();
    finish();
  }

  /// A publisher with a frame, that landed with `term`; the reign before had `previousTerm`.
  private FakePublisher onAir(long term, long previousTerm) {
    FakePublisher publisher = rig.accepted(0, SERVICE);
    landing.land(landing.questions.size() - 1, term, previousTerm);
    rig.loops.runUntilIdle();
    publisher.announce(1, 1);
    publisher.video(0, true, 100);
    publisher.audio(0, 40);
    publisher.flush();
    rig.loops.runUntilIdle();
    return publisher;
  }

  private void letGo(int question, long term) {
    landing.letGo(question, term);
    rig.loops.runUntilIdle();
  }

  private Stamp newest() {
    Published published = Published.of(rig.stream());
    rig.loops.runUntilIdle();
    Stamp newest = published.frames().getLast().stamp();
    published.release();
    return newest;
  }

  private void finish() {
    rig.registry.streams().forEach(stream -> stream.terminate(EndReason.KICKED));
    rig.loops.runUntilIdle();
    rig.assertNothingLeaked();
  }
}
