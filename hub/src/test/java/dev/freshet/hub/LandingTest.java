package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LandingTest {
  private static final ServiceConfig SERVICE = new ProfileBuilder().service();

  private final FakeLanding landing = new FakeLanding();
  private final Rig rig = rig(landing, RegistryLimits.DEFAULTS);

  @Test
  void noPublisherIsLetInBeforeTheClaimIsConfirmed() {
    FakePublisher publisher = rig.publish(1, SERVICE);
    rig.loops.advanceMs(300);
    assertThat(publisher.answers()).isZero();
    assertThat(rig.registry.find(Rig.KEY)).isNull();
    landing.land(0, 7);
    rig.loops.runUntilIdle();
    assertThat(publisher.isAccepted()).isTrue();
    assertThat(rig.registry.streams()).hasSize(1);
  }

  @Test
  void aLostClaimRefusesItsPublisherAndAsksAgainForTheNext() {
    FakePublisher first = rig.publish(0, SERVICE);
    FakePublisher second = rig.publish(1, SERVICE);
    rig.loops.runUntilIdle();
    assertThat(landing.questions).hasSize(1);
    landing.lose(0);
    rig.loops.runUntilIdle();
    assertThat(first.refusal().reason()).isEqualTo(Refusal.Reason.STALE);
    landing.land(1, 7);
    rig.loops.runUntilIdle();
    assertThat(second.isAccepted()).isTrue();
  }

  @Test
  void nothingIsLeftOfAStreamWhoseOnlyClaimIsLost() {
    rig.publish(0, SERVICE);
    rig.loops.runUntilIdle();
    landing.lose(0);
    rig.loops.runUntilIdle();
    FakePublisher later = rig.publish(1, SERVICE);
    rig.loops.runUntilIdle();
    landing.land(1, 7);
    rig.loops.runUntilIdle();
    assertThat(later.isAccepted()).isTrue();
  }

  @Test
  void aClaimWithdrawnBeforeItsAnswerIsGivenBack() {
    FakePublisher publisher = new FakePublisher(rig, 1, rig.allocator);
    Ticket ticket = publisher.publish(rig.registry, FakePublisher.request(Rig.KEY, SERVICE));
    rig.loops.runUntilIdle();
    rig.loops.runOn(1, ticket::cancel);
    landing.land(0, 7);
    rig.loops.runUntilIdle();
    assertThat(publisher.answers()).isZero();
    assertThat(rig.registry.find(Rig.KEY)).isNull();
    assertThat(landing.released).containsExactly(new Epoch(7, new NodeId("n1")));
  }

  @Test
  void aClaimWithdrawnWhileItsAnswerIsOnTheWayLeavesAStreamInItsGracePeriod() {
    FakePublisher publisher = new FakePublisher(rig, 1, rig.allocator);
    Ticket ticket = publisher.publish(rig.registry, FakePublisher.request(Rig.KEY, SERVICE));
    FakePublisher other = rig.publish(0, SERVICE); // its loop owns nothing
    rig.loops.runUntilIdle();
    landing.land(0, 7);
    while (rig.registry.find(Rig.KEY) == null) {
      rig.loops.step();
    }
    rig.loops.runOn(1, ticket::cancel);
    rig.loops.runUntilIdle();
    assertThat(publisher.answers()).isLessThanOrEqualTo(1);
    assertThat(other.isAccepted()).isTrue();
  }

  @Test
  void anAnswerThatNeverComesRefusesWhoeverWaitsAndAnsweredLateIsGivenBack() {
    FakePublisher first = rig.publish(0, SERVICE);
    FakePublisher second = rig.publish(1, SERVICE);
    rig.loops.advanceMs(RegistryLimits.DEFAULTS.landingTimeoutMs());
    assertThat(first.refusal().detail()).contains("limits.landingTimeout");
    assertThat(second.refusal().reason()).isEqualTo(Refusal.Reason.LIMIT);
    assertThat(rig.counters.landingTimeouts.sum()).isEqualTo(1);
    landing.land(0, 7);
    rig.loops.runUntilIdle();
    assertThat(landing.released).containsExactly(new Epoch(7, new NodeId("n1")));
    assertThat(rig.registry.find(Rig.KEY)).isNull();
  }

  @Test
  void aSecondAnswerToTheSameClaimChangesNothing() {
    FakePublisher publisher = rig.publish(0, SERVICE);
    rig.loops.runUntilIdle();
    landing.land(0, 7);
    landing.lose(0);
    landing.land(0, 8);
    rig.loops.runUntilIdle();
    assertThat(publisher.isAccepted()).isTrue();
    assertThat(publisher.ended()).isEmpty();
    assertThat(landing.released).containsExactly(new Epoch(8, new NodeId("n1")));
  }

  @Test
  void aBugInTheLandingRefusesItsPublisher() {
    Landing broken =
        (request, loop, answer) -> {
          throw new IllegalStateException("on purpose");
        };
    Rig other = rig(broken, RegistryLimits.DEFAULTS);
    FakePublisher publisher = other.publish(0, SERVICE);
    other.loops.runUntilIdle();
    assertThat(publisher.refusal().reason()).isEqualTo(Refusal.Reason.FAULT);
    assertThat(other.counters.faults.sum()).isEqualTo(1);
  }

  @Test
  void onlySoManyClaimsOfOneStreamWait() {
    List<FakePublisher> publishers = new ArrayList<>();
    for (int i = 0; i <= RegistryLimits.DEFAULTS.maxClaims(); i++) {
      publishers.add(rig.publish(0, SERVICE));
    }
    rig.loops.runUntilIdle();
    assertThat(publishers.getLast().refusal().detail()).contains("limits.maxClaims");
    assertThat(publishers.getFirst().answers()).isZero();
    assertThat(rig.counters.claimsRefused.sum()).isEqualTo(1);
  }

  /// Nobody decides about one stream; another one goes on.
  @Test
  void viewersOfOtherStreamsDoNotNoticeThatADecisionStaysAway() {
    SimulatedLoops loops = new SimulatedLoops(2, 1);
    LocalLanding local = new LocalLanding(new NodeId("n1"), loops.clock());
    StreamKey undecided = StreamKey.of("default/live/undecided");
    Landing half =
        (request, loop, answer) -> {
          if (!request.key().equals(undecided)) {
            local.land(request, loop, answer);
          }
        };
    Rig other = new Rig(loops, RegistryLimits.DEFAULTS, half);
    Broadcast broadcast = new Broadcast(other, SERVICE, 10, 1_000);
    broadcast.frames(1);
    FakeOutput viewer = other.join(1, PlainFormat.named("plain"));
    List<FakePublisher> publishers = new ArrayList<>();
    for (int i = 0; i <= RegistryLimits.DEFAULTS.maxClaims(); i++) {
      publishers.add(new FakePublisher(other, i % 2, other.allocator));
      publishers.getLast().publish(other.registry, FakePublisher.request(undecided, SERVICE));
    }
    broadcast.frames(100); // 4 s
    assertThat(other.counters.claimsRefused.sum()).isEqualTo(1);
    assertThat(other.counters.landingTimeouts.sum()).isEqualTo(1);
    assertThat(publishers).allMatch(publisher -> publisher.answers() == 1);
    assertThat(ViewerRecord.sequences(viewer.received())).hasSize(202);
    assertThat(viewer.viewer().skips()).isZero();
  }

  @Test
  void theEndOfAStreamGivesItsClaimBackAndTheNextReignIsHigher() {
    FakePublisher publisher = rig.publish(0, SERVICE);
    rig.loops.runUntilIdle();
    landing.land(0, 7);
    rig.loops.runUntilIdle();
    assertThat(publisher.isAccepted()).isTrue();
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    assertThat(landing.released).hasSize(1);
    rig.publish(0, SERVICE);
    rig.loops.runUntilIdle();
    assertThat(landing.questions.get(1).request().highestSeenTerm()).isEqualTo(7);
  }

  @Test
  void answersThatAreLateReorderedLostAndCancelledEndWithOnePublisherAStream() {
    Seeds.check(Seeds.count(30), LandingTest::checkRandomly);
  }

  private static void checkRandomly(Random random) {
    FakeLanding landing = new FakeLanding();
    RegistryLimits limits =
        new RegistryLimits(100, 100, 16, 3_000, 1_000, 30_000, 250, 1_000, 1_000, 1_000);
    Rig rig = new Rig(new SimulatedLoops(3, random.nextLong()), limits, landing);
    List<FakePublisher> publishers = new ArrayList<>();
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int loop = random.nextInt(3);
      FakePublisher publisher = new FakePublisher(rig, loop, rig.allocator);
      StreamKey key = StreamKey.of("default/live/s" + random.nextInt(4));
      tickets.add(publisher.publish(rig.registry, FakePublisher.request(key, SERVICE)));
      publishers.add(publisher);
      stepSome(rig, random);
      if (random.nextInt(4) == 0) {
        int cancelled = random.nextInt(tickets.size());
        rig.loops.runOn(publishers.get(cancelled).loop(), tickets.get(cancelled)::cancel);
      }
      if (random.nextInt(3) == 0) {
        landing.answerAny(random);
      }
      rig.loops.stallMs(random.nextInt(300));
    }
    for (int rounds = 0; rounds < 100; rounds++) {
      rig.loops.runUntilIdle();
      landing.answerAny(random);
    }
    assertSettled(rig, publishers);
  }

  private static void assertSettled(Rig rig, List<FakePublisher> publishers) {
    long live =
        publishers.stream()
            .filter(publisher -> publisher.isAccepted() && publisher.ended().isEmpty())
            .count();
    assertThat(live).isLessThanOrEqualTo(rig.registry.streams().size());
    assertThat(publishers).allMatch(publisher -> publisher.answers() <= 1);
    rig.loops.advanceMs(SERVICE.graceMs());
    publishers.stream()
        .filter(publisher -> publisher.isAccepted() && publisher.ended().isEmpty())
        .forEach(publisher -> publisher.end(EndReason.UNPUBLISHED));
    rig.loops.advanceMs(SERVICE.graceMs());
    assertThat(rig.registry.streams()).isEmpty();
    rig.assertNothingLeaked();
  }

  private static void stepSome(Rig rig, Random random) {
    for (int steps = random.nextInt(6); steps > 0; steps--) {
      rig.loops.step();
    }
  }

  private static Rig rig(Landing landing, RegistryLimits limits) {
    return new Rig(new SimulatedLoops(2, 1), limits, landing);
  }
}
