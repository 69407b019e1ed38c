package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Pings the links that a node measures, each at its own pace, with jitter. Owned by the router's
/// loop.
final class Prober {
  private static final long FIRST_MS = 100;

  private final Pinger pinger;
  private final Loop loop;
  private final RandomGenerator random;
  private final RoutingLimits limits;
  private final LinkTable links;
  private final Consumer<LinkKey> changed;
  private final Map<LinkKey, Track> tracks = new LinkedHashMap<>();

  /// @param changed told of links that came up or went down
  Prober(
      Pinger pinger,
      Loop loop,
      RandomGenerator random,
      RoutingLimits limits,
      LinkTable links,
      Consumer<LinkKey> changed) {
    this.pinger = pinger;
    this.loop = loop;
    this.random = random;
    this.limits = limits;
    this.links = links;
    this.changed = changed;
  }

  /// Measures these links from now on, and no others.
  void measure(Map<LinkKey, PingPace> plan, Topology topology) {
    Map<LinkKey, PingPace> known = new LinkedHashMap<>();
    Map<LinkKey, HostPort> addresses = new HashMap<>();
    plan.forEach((link, pace) -> {
      HostPort address = address(link, topology);
      if (address != null) {
        known.put(link, pace);
        addresses.put(link, address);
      }
    });
    stopAllBut(known);
    links.measure(known);
    known.forEach((link, pace) -> track(link).measure(pace, addresses.get(link)));
  }

  private static @Nullable HostPort address(LinkKey link, Topology topology) {
    NodeRecord peer = topology.find(link.peer());
    return peer == null ? null : LinkAddresses.between(topology.self(), peer).get(link.linkClass());
  }

  private Track track(LinkKey link) {
    return tracks.computeIfAbsent(link, Track::new);
  }

  private void stopAllBut(Map<LinkKey, PingPace> plan) {
    tracks
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !plan.containsKey(entry.getKey());
          if (gone) {
            entry.getValue().stop();
          }
          return gone;
        });
  }

  void stop() {
    stopAllBut(Map.of());
  }

  /// One link that is measured.
  private final class Track {
    private final LinkKey link;
    private PingPace pace = PingPace.IDLE;
    private @Nullable HostPort address;
    private Loop.@Nullable Timer next;
    private long nextMs = Long.MAX_VALUE;
    private boolean asking;
    private boolean stopped;

    Track(LinkKey link) {
      this.link = link;
    }

    void measure(PingPace wanted, @Nullable HostPort at) {
      pace = wanted;
      address = at;
      long everyMs = pace.everyMs(limits);
      if (!asking && nextMs - nowMs() > everyMs) { // new, or too slow from now on
        after(random.nextLong(pace == PingPace.IDLE ? everyMs : FIRST_MS));
      }
    }

    private void after(long delayMs) {
      cancel();
      nextMs = nowMs() + delayMs;
      next = loop.schedule(delayMs, this::ping);
    }

    private void ping() {
      HostPort at = address;
      if (stopped || at == null) {
        return;
      }
      asking = true;
      nextMs = Long.MAX_VALUE;
      long askedMs = nowMs();
      pinger.ping(link, at, limits.pingTimeoutMs(), answer -> take(answer, nowMs() - askedMs));
    }

    private void take(PingAnswer answer, long tookMs) {
      asking = false;
      if (stopped) {
        return;
      }
      boolean late = tookMs > limits.pingTimeoutMs() + limits.lateMs(); // we were paused
      boolean news = !late && note(answer);
      after(pauseMs(answer));
      if (news) {
        changed.accept(link);
      }
    }

    private boolean note(PingAnswer answer) {
      return switch (answer) {
        case PingAnswer.Answered answered -> links.answered(link, answered);
        case PingAnswer.Silent(String reason) -> links.failed(link, reason);
      };
    }

    private long pauseMs(PingAnswer answer) {
      boolean doubtful =
          answer instanceof PingAnswer.Silent && links.quality(link).state() != LinkState.DOWN;
      long everyMs = pace.everyMs(limits);
      return doubtful ? limits.confirmMs() : everyMs * 4 / 5 + random.nextLong(everyMs * 2 / 5 + 1);
    }

    private void stop() {
      stopped = true;
      cancel();
    }

    private void cancel() {
      if (next != null) {
        next.cancel();
        next = null;
      }
    }

    private long nowMs() {
      return loop.clock().monotonicMs();
    }
  }
}
