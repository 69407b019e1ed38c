package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.TakeoverPolicy;
import org.junit.jupiter.api.Test;

class TakeoverTest {
  private final Rig rig = new Rig(2, 1);

  @Test
  void theNewcomerReplacesTheIncumbentByDefault() {
    ServiceConfig service = new ProfileBuilder().service();
    FakePublisher first = rig.accepted(0, service);
    FakePublisher second = rig.accepted(1, service);
    assertThat(second.isAccepted()).isTrue();
    assertThat(first.ended()).containsExactly(EndReason.SUPERSEDED);
    assertThat(rig.registry.streams()).hasSize(1);
  }

  @Test
  void whatTheDisplacedPublisherStillSendsIsDroppedAndCounted() {
    ServiceConfig service = new ProfileBuilder().service();
    FakePublisher first = rig.accepted(0, service);
    first.announce(1, 1);
    FakePublisher second = rig.publish(1, service);
    for (int i = 0; i < 20; i++) {
      first.video(i, true, 10);
      first.flush();
      rig.loops.step();
    }
    rig.loops.runUntilIdle();
    first.video(100, true, 10);
    first.flush();
    assertThat(second.isAccepted()).isTrue();
    assertThat(rig.counters.lateFrames.sum()).isPositive();
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    rig.assertNothingLeaked();
  }

  @Test
  void aServiceMayRefuseASecondPublisherButNotTheSameIdentity() {
    ServiceConfig service = new ProfileBuilder().takeover(TakeoverPolicy.REFUSE).service();
    FakePublisher first = publish(service, new PublisherIdentity("studio", ""), 0);
    FakePublisher stranger = publish(service, new PublisherIdentity("other", ""), 0);
    assertThat(stranger.refusal().reason()).isEqualTo(Refusal.Reason.ALREADY_PUBLISHING);
    assertThat(stranger.refusal().detail()).contains("192.0.2.1");
    FakePublisher again = publish(service, new PublisherIdentity("studio", ""), 0);
    assertThat(again.isAccepted()).isTrue();
    assertThat(first.ended()).containsExactly(EndReason.SUPERSEDED);
  }

  @Test
  void whoeverSaysNothingOfItselfIsNotTheSame() {
    ServiceConfig service = new ProfileBuilder().takeover(TakeoverPolicy.REFUSE).service();
    publish(service, PublisherIdentity.ANONYMOUS, 0);
    FakePublisher second = publish(service, PublisherIdentity.ANONYMOUS, 0);
    assertThat(second.refusal().reason()).isEqualTo(Refusal.Reason.ALREADY_PUBLISHING);
  }

  @Test
  void theHigherPriorityWinsAndAnEqualOneReplaces() {
    ServiceConfig service = new ProfileBuilder().takeover(TakeoverPolicy.PRIORITY).service();
    FakePublisher five = publish(service, PublisherIdentity.ANONYMOUS, 5);
    FakePublisher four = publish(service, PublisherIdentity.ANONYMOUS, 4);
    assertThat(four.refusal().detail()).contains("priority 4 (expected: >= 5)");
    FakePublisher equal = publish(service, PublisherIdentity.ANONYMOUS, 5);
    assertThat(equal.isAccepted()).isTrue();
    assertThat(five.ended()).containsExactly(EndReason.SUPERSEDED);
  }

  @Test
  void afterThreeTakeoversInThirtySecondsTheIncumbentStays() {
    ServiceConfig service = new ProfileBuilder().service();
    FakePublisher incumbent = rig.accepted(0, service);
    for (int i = 0; i < 3; i++) {
      rig.loops.advanceMs(1_000);
      incumbent = rig.accepted(i % 2, service);
      assertThat(incumbent.isAccepted()).isTrue();
    }
    FakePublisher fourth = rig.accepted(0, service);
    assertThat(fourth.refusal().reason()).isEqualTo(Refusal.Reason.TAKEOVER_STORM);
    assertThat(incumbent.ended()).isEmpty();
    assertThat(rig.counters.takeoverStorms.sum()).isEqualTo(1);
    rig.loops.advanceMs(28_500); // the first takeover is forgotten
    assertThat(rig.accepted(0, service).isAccepted()).isTrue();
    assertThat(rig.accepted(0, service).isAccepted()).isFalse();
  }

  @Test
  void aPublisherThatComesBackAfterItsConnectionBrokeIsNoTakeover() {
    ServiceConfig service = new ProfileBuilder().service();
    for (int i = 0; i < 10; i++) {
      FakePublisher publisher = rig.accepted(i % 2, service);
      assertThat(publisher.isAccepted()).isTrue();
      publisher.end(EndReason.CONNECTION_LOST);
      rig.loops.runUntilIdle();
    }
    assertThat(rig.counters.takeoverStorms.sum()).isZero();
  }

  @Test
  void aBanEndsTheStreamThoughItsPublisherGoesAtTheSameMoment() {
    FakePublisher publisher = rig.accepted(1, new ProfileBuilder().service());
    Stream stream = rig.stream();
    stream.terminate(EndReason.BANNED);
    publisher.end(EndReason.CONNECTION_LOST);
    rig.loops.runUntilIdle();
    assertThat(rig.registry.find(Rig.KEY)).isNull();
  }

  @Test
  void aBanEndsTheStreamThoughAnotherPublisherTakesItAtTheSameMoment() {
    FakePublisher first = rig.accepted(1, new ProfileBuilder().service());
    rig.stream().terminate(EndReason.BANNED);
    FakePublisher second = rig.publish(0, new ProfileBuilder().service());
    rig.loops.runUntilIdle();
    assertThat(first.ended()).containsExactly(EndReason.BANNED);
    assertThat(second.isAccepted()).isTrue(); // of a new stream; access rules are not the hub's
    assertThat(second.ended()).isEmpty();
  }

  @Test
  void aPublicationEndedFromOutsideTellsItsPublisherOnceAndEndsTheStream() {
    FakePublisher publisher = rig.accepted(1, new ProfileBuilder().service());
    publisher.publication().terminate(EndReason.EXPIRED);
    publisher.publication().terminate(EndReason.BANNED);
    rig.loops.runUntilIdle();
    assertThat(publisher.ended()).containsExactly(EndReason.EXPIRED);
    assertThat(rig.registry.find(Rig.KEY)).isNull();
  }

  private FakePublisher publish(ServiceConfig service, PublisherIdentity identity, int priority) {
    FakePublisher publisher = new FakePublisher(rig, 0, rig.allocator);
    publisher.publish(
        rig.registry,
        new PublishRequest(Rig.KEY, service, identity, priority, "test", "192.0.2.1", 0));
    rig.loops.runUntilIdle();
    return publisher;
  }
}
