package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamRegistryTest {
  private static final ServiceConfig SERVICE = new ProfileBuilder().service();
  private static final RegistryLimits SMALL =
      new RegistryLimits(2, 3, 16, 3_000, 3, 30_000, 250, 1_000, 1 << 20, 1 << 20);

  private final Rig rig = new Rig(new SimulatedLoops(2, 1), SMALL);
  private final List<OpenAnswer> answers = new ArrayList<>();

  @Test
  void aPlayerWaitsForItsPublisher() {
    open(1, SERVICE);
    rig.loops.advanceMs(4_000);
    assertThat(answers).isEmpty();
    rig.accepted(0, SERVICE);
    assertThat(answers).containsExactly(new OpenAnswer.Opened(rig.stream(), StartAt.FIRST));
    assertThat(rig.registry.waiting()).isZero();
  }

  @Test
  void aPlayerIsRefusedWithTheReasonWhenNobodyComes() {
    open(1, SERVICE);
    rig.loops.advanceMs(5_000);
    assertThat(refusal().reason()).isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(refusal().detail()).contains("waited 5000 ms");
    assertThat(rig.registry.waiting()).isZero();
  }

  @Test
  void aPlayerOfAServiceThatDoesNotWaitIsRefusedAtOnce() {
    open(1, new ProfileBuilder().waitForPublisherMs(0).service());
    assertThat(refusal().reason()).isEqualTo(Refusal.Reason.NOT_FOUND);
  }

  @Test
  void aCancelledPlayerHearsNothing() {
    Ticket ticket = open(1, SERVICE);
    rig.loops.runOn(1, ticket::cancel);
    rig.accepted(0, SERVICE);
    rig.loops.advanceMs(10_000);
    assertThat(answers).isEmpty();
    assertThat(rig.registry.waiting()).isZero();
  }

  @Test
  void aPlayerThatIsCancelledWhileItsAnswerIsOnTheWayHearsNothing() {
    Ticket ticket = open(1, SERVICE);
    rig.publish(0, SERVICE);
    while (rig.registry.find(Rig.KEY) == null) {
      rig.loops.step();
    }
    rig.loops.runOn(1, ticket::cancel);
    rig.loops.runUntilIdle();
    assertThat(answers).isEmpty();
    assertThat(rig.registry.waiting()).isZero();
  }

  @Test
  void aPlayerJoinsAStreamInItsGracePeriodAtOnce() {
    rig.accepted(0, SERVICE).end(EndReason.CONNECTION_LOST);
    rig.loops.runUntilIdle();
    open(1, SERVICE);
    assertThat(answers).containsExactly(new OpenAnswer.Opened(rig.stream(), StartAt.NEWEST));
  }

  @Test
  void waitingSurvivesThatAnotherStreamOfTheNameEnds() {
    rig.accepted(0, SERVICE);
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    open(1, SERVICE);
    rig.accepted(0, SERVICE);
    assertThat(answers).hasSize(1);
  }

  @Test
  void aLoopAtItsLimitRefusesNewcomersAndNoOtherLoopDoes() {
    rig.accepted(0, SERVICE);
    rig.registry.load(1).level(LoadLevel.RED);
    open(1, SERVICE);
    assertThat(refusal().reason()).isEqualTo(Refusal.Reason.OVERLOADED);
    assertThat(rig.counters.overloadRefused.sum()).isEqualTo(1);
    answers.clear();
    open(0, SERVICE);
    assertThat(answers).containsExactly(new OpenAnswer.Opened(rig.stream(), StartAt.NEWEST));
  }

  @Test
  void whileTheLogsHoldTooMuchNewStreamsAreRefused() {
    rig.registry.memory().addLogBytes(2 << 20);
    rig.registry.memory().reviewLogs(1 << 20, 1);
    FakePublisher late = publish("late", SERVICE);
    rig.loops.runUntilIdle();
    assertThat(late.refusal().reason()).isEqualTo(Refusal.Reason.LIMIT);
    assertThat(late.refusal().detail()).contains("overload.logMemory (1 MiB)");
  }

  @Test
  void onlySoManyPlayersWait() {
    for (int i = 0; i < 4; i++) {
      open(1, SERVICE);
    }
    assertThat(refusal().reason()).isEqualTo(Refusal.Reason.LIMIT);
    assertThat(refusal().detail()).contains("limits.maxWaiters (3)");
    assertThat(rig.counters.waitersRefused.sum()).isEqualTo(1);
    assertThat(rig.registry.waiting()).isEqualTo(3);
    rig.loops.advanceMs(5_000);
    assertThat(rig.registry.waiting()).isZero();
  }

  @Test
  void onlySoManyStreamsFitOnANode() {
    FakePublisher first = publish("a", SERVICE);
    publish("b", SERVICE);
    FakePublisher third = publish("c", SERVICE);
    rig.loops.runUntilIdle();
    assertThat(third.refusal().reason()).isEqualTo(Refusal.Reason.LIMIT);
    assertThat(third.refusal().detail()).contains("limits.maxStreams (2)");
    assertThat(rig.counters.streamsRefused.sum()).isEqualTo(1);
    first.publication().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    FakePublisher fourth = publish("c", SERVICE);
    rig.loops.runUntilIdle();
    assertThat(fourth.isAccepted()).isTrue();
  }

  @Test
  void onlySoManyStreamsOfAServiceFitOnANodeThoughNoneWasLetInYet() {
    ServiceConfig one = new ProfileBuilder().maxStreams(1).service();
    publish("a", one);
    FakePublisher second = publish("b", one);
    rig.loops.runUntilIdle();
    assertThat(second.refusal().detail()).contains("services.default.limits.maxStreams (1)");
  }

  @Test
  void drainingLetsNobodyInSendsWaitersAwayAndAsksPublishersToReconnect() {
    FakePublisher publisher = publish("a", SERVICE);
    rig.loops.runUntilIdle();
    open(1, SERVICE);
    rig.registry.drain();
    rig.loops.runUntilIdle();
    assertThat(refusal().reason()).isEqualTo(Refusal.Reason.DRAINING);
    assertThat(publisher.reconnects()).isEqualTo(1);
    FakePublisher late = publish("b", SERVICE);
    open(1, SERVICE);
    rig.loops.runUntilIdle();
    assertThat(late.refusal().reason()).isEqualTo(Refusal.Reason.DRAINING);
    assertThat(refusal().reason()).isEqualTo(Refusal.Reason.DRAINING);
  }

  @Test
  void segmentsGoOnThoughAStreamIsPushedAgainAtOnce() {
    long last = -1;
    for (int i = 0; i < 5; i++) {
      Broadcast broadcast =
          new Broadcast(rig, new ProfileBuilder().segmentMs(500).graceMs(0).service(), 1, 10);
      Published published = Published.of(rig.stream());
      for (int frame = 0; frame < 100; frame++) {
        broadcast.frame(); // four seconds in no time
      }
      rig.loops.runUntilIdle();
      assertThat(published.frames().getFirst().stamp().segment()).isGreaterThan(last);
      last = published.frames().getLast().stamp().segment();
      published.release();
      broadcast.publisher.end(EndReason.UNPUBLISHED);
      rig.loops.advanceMs(1);
    }
    rig.assertNothingLeaked();
  }

  @Test
  void aSnapshotSaysWhatAnAdministratorWantsToKnow() {
    Broadcast broadcast = new Broadcast(rig, SERVICE, 25, 1_000);
    rig.join(1, PlainFormat.named("plain"));
    broadcast.frames(100);
    AtomicReference<StreamSnapshot> answer = new AtomicReference<>();
    rig.stream().snapshot(answer::set);
    rig.loops.runUntilIdle();
    StreamSnapshot snapshot = answer.get();
    assertThat(snapshot.tracks()).hasSize(2);
    assertThat(snapshot.videoFps()).isBetween(23.0, 27.0);
    assertThat(snapshot.videoBps()).isBetween(180_000L, 220_000L);
    assertThat(snapshot.gopMs()).isEqualTo(1_000);
    assertThat(snapshot.viewers()).containsEntry("plain", 1);
    assertThat(snapshot.totalFrames()).isEqualTo(200);
  }

  private Ticket open(int loop, ServiceConfig service) {
    AtomicReference<Ticket> ticket = new AtomicReference<>();
    rig.loops.runOn(
        loop,
        () -> ticket.set(rig.registry.open(Rig.KEY, service, rig.loops.loop(loop), answers::add)));
    return ticket.get();
  }

  private Refusal refusal() {
    if (answers.getLast() instanceof OpenAnswer.Refused(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("expected a refusal, but was: " + answers);
  }

  private FakePublisher publish(String name, ServiceConfig service) {
    FakePublisher publisher = new FakePublisher(rig, 0, rig.allocator);
    publisher.publish(
        rig.registry, FakePublisher.request(StreamKey.of("default/live/" + name), service));
    return publisher;
  }
}
