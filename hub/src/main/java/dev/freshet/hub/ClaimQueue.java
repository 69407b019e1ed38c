package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.time.Loop;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The publish requests of one stream, decided one after the other, in order: before the first can
/// be let in, the node must land the stream. Owned by the stream's loop.
final class ClaimQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimQueue.class);

  private final Stream stream;
  private final Loop owner;
  private final Landing landing;
  private final RegistryLimits limits;
  private final Deque<Claim> claims = new ArrayDeque<>();
  private int attempts;
  private boolean landingUnderWay;

  ClaimQueue(Stream stream, Landing landing, RegistryLimits limits) {
    this.stream = stream;
    this.owner = stream.owner();
    this.landing = landing;
    this.limits = limits;
  }

  /// A publisher wants in.
  void add(Claim claim) {
    if (claims.size() >= limits.maxClaims()) {
      stream.counters().claimsRefused.increment();
      claim.postRefuse(
          new Refusal(
              Refusal.Reason.LIMIT,
              "limits.maxClaims (%d) is reached: others wait to publish this stream"
                  .formatted(limits.maxClaims())));
      return;
    }
    claims.addLast(claim);
    decide();
  }

  /// Takes out whoever still waits.
  Claim removeFirst() {
    return claims.removeFirst();
  }

  boolean isEmpty() {
    return claims.isEmpty();
  }

  private void decide() {
    while (!claims.isEmpty() && !landingUnderWay && !stream.isEnded()) {
      Claim claim = claims.getFirst();
      if (!claim.isCancelled() && claim.epoch == null && !stream.hasLanded()) {
        land();
      } else {
        claims.removeFirst();
        if (!claim.isCancelled()) {
          stream.decide(claim);
        }
      }
    }
    if (claims.isEmpty() && !landingUnderWay) {
      stream.endIfUnused();
    }
  }

  private void land() {
    landingUnderWay = true;
    int attempt = ++attempts;
    Loop.Timer timeout = owner.schedule(limits.landingTimeoutMs(), () -> timedOut(attempt));
    try {
      landing.land(
          stream.landingRequest(claims.getFirst().request),
          owner,
          answer -> {
            timeout.cancel();
            answered(attempt, answer);
          });
    } catch (RuntimeException bug) {
      LOG.error("landing failed stream={}", stream.key(), bug);
      stream.counters().faults.increment();
      timeout.cancel();
      refuseFirst(attempt, new Refusal(Refusal.Reason.FAULT, "claiming the stream failed"));
    }
  }

  private void answered(int attempt, Landing.Answer answer) {
    assert owner.inLoop();
    boolean awaited = landingUnderWay && attempt == attempts && !stream.isEnded();
    switch (answer) {
      case Landing.Answer.Landed landed when awaited -> {
        landingUnderWay = false;
        stream.landed(landed);
        decide();
      }
      case Landing.Answer.Landed late -> landing.release(stream.key(), late.epoch());
      case Landing.Answer.LetGo(Epoch epoch, String detail) -> stream.letGo(epoch, detail);
      case Landing.Answer.Lost(Refusal refusal) -> refuseFirst(attempt, refusal);
    }
  }

  /// Whoever asked is refused; the next one may try again.
  private void refuseFirst(int attempt, Refusal refusal) {
    if (landingUnderWay && attempt == attempts && !stream.isEnded()) {
      landingUnderWay = false;
      claims.removeFirst().postRefuse(refusal);
      decide();
    }
  }

  private void timedOut(int attempt) {
    if (landingUnderWay && attempt == attempts) {
      landingUnderWay = false;
      stream.counters().landingTimeouts.increment();
      String detail =
          "nobody confirmed within %d ms that this node may take the stream (limits.landingTimeout)"
              .formatted(limits.landingTimeoutMs());
      while (!claims.isEmpty()) {
        claims.removeFirst().postRefuse(new Refusal(Refusal.Reason.LIMIT, detail));
      }
      decide();
    }
  }
}
