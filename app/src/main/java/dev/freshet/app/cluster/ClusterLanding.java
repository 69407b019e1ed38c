package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.ClaimAnswer;
import dev.freshet.cluster.landing.ClaimRequest;
import dev.freshet.cluster.landing.OriginEvent;
import dev.freshet.cluster.landing.Origins;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Landing;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Refusal;
import dev.freshet.media.GopHeader;
import dev.freshet.node.metrics.ClusterCounters;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is pushed to this node is claimed in the cluster. Thread-safe; what it holds is owned by
/// the cluster's loop.
final class ClusterLanding implements Landing {
  private final Loop home;
  private final Origins origins;
  private final ClusterCounters counters;
  private final Map<StreamKey, Held> held = new HashMap<>();

  /// A stream that landed here, and whom to tell if it goes.
  private record Held(Epoch epoch, PublishRequest publisher, Loop loop, Consumer<Answer> answer) {
    Held with(PublishRequest other) {
      return new Held(epoch, other, loop, answer);
    }

    void post(Answer told) {
      loop.post(() -> answer.accept(told));
    }
  }

  ClusterLanding(Loop home, Origins origins, ClusterCounters counters) {
    this.home = home;
    this.origins = origins;
    this.counters = counters;
  }

  @Override
  public void land(Request request, Loop loop, Consumer<Answer> answer) {
    home.post(() ->
        origins.claim(
            claim(request),
            decided -> {
              switch (decided) {
                case ClaimAnswer.Landed landed -> landed(request, landed, loop, answer);
                case ClaimAnswer.Refused refused -> refused(refused, loop, answer);
              }
            }));
  }

  private static ClaimRequest claim(Request request) {
    PublishRequest publisher = request.publisher();
    return new ClaimRequest(
        request.key(),
        PublisherText.of(publisher.identity()),
        publisher.priority(),
        publisher.service().takeover(),
        request.highestSeenTerm(),
        request.nextSegment());
  }

  private void landed(
      Request request, ClaimAnswer.Landed landed, Loop loop, Consumer<Answer> answer) {
    counters.claimsLanded.increment();
    if (!landed.confirmed()) {
      counters.claimsUnconfirmed.increment();
    }
    Held now = new Held(landed.epoch(), request.publisher(), loop, answer);
    held.put(request.key(), now);
    StreamRecord.Promise promise = landed.promise();
    now.post(
        new Answer.Landed(
            landed.epoch(),
            landed.firstSegment(),
            landed.previousTerm(),
            new GopHeader.Limits(promise.segmentUs(), promise.partUs())));
  }

  private void refused(ClaimAnswer.Refused refused, Loop loop, Consumer<Answer> answer) {
    counters.claimsRefused.increment();
    Refusal refusal = new Refusal(reason(refused.reason()), refused.detail());
    loop.post(() -> answer.accept(new Answer.Lost(refusal)));
  }

  private static Refusal.Reason reason(ClaimAnswer.Reason reason) {
    return switch (reason) {
      case ALREADY_PUBLISHING -> Refusal.Reason.ALREADY_PUBLISHING;
      case TAKEOVER_STORM -> Refusal.Reason.TAKEOVER_STORM;
      case STALE -> Refusal.Reason.STALE;
      case LIMIT -> Refusal.Reason.LIMIT;
      case CANCELLED -> Refusal.Reason.CANCELLED;
    };
  }

  @Override
  public void published(StreamKey key, Epoch epoch, @Nullable PublishRequest by) {
    home.post(() -> {
      Held now = find(key, epoch);
      if (now != null) {
        Held next = by == null ? now : now.with(by);
        held.put(key, next);
        origins.publisher(
            key,
            PublisherText.of(next.publisher.identity()),
            next.publisher.priority(),
            by == null ? StreamRecord.State.AWAY : StreamRecord.State.LIVE);
      }
    });
  }

  @Override
  public void promised(StreamKey key, Epoch epoch, GopHeader.Limits limits) {
    home.post(() -> {
      if (find(key, epoch) != null) {
        origins.promise(key, new StreamRecord.Promise(limits.segmentUs(), limits.partUs()));
      }
    });
  }

  @Override
  public void release(StreamKey key, Epoch epoch) {
    home.post(() -> {
      if (find(key, epoch) != null) {
        held.remove(key);
        origins.release(key, epoch);
      }
    });
  }

  /// Another node is the origin. On the cluster's loop.
  void letGo(OriginEvent.LetGo event) {
    counters.originsLost.increment();
    Held was = find(event.key(), event.held());
    if (was != null) {
      held.remove(event.key());
      was.post(new Answer.LetGo(event.held(), event.detail()));
    }
  }

  private @Nullable Held find(StreamKey key, Epoch epoch) {
    Held now = held.get(key);
    return now != null && now.epoch.equals(epoch) ? now : null;
  }
}
