package dev.freshet.app.cluster;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.routing.Following;
import dev.freshet.cluster.routing.LinkReport;
import dev.freshet.cluster.routing.LinkRow;
import dev.freshet.cluster.routing.LinkTalk;
import dev.freshet.cluster.routing.RouteChange;
import dev.freshet.cluster.routing.RoutePolicy;
import dev.freshet.cluster.routing.RouteRequest;
import dev.freshet.cluster.routing.Router;
import dev.freshet.cluster.routing.RoutingLimits;
import dev.freshet.cluster.routing.Way;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.admin.LinkStatus;
import dev.freshet.node.relay.calls.PeerCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ways of streams to this node, over links that it measures, for as long as streams are
/// pulled. Owned by the cluster's loop.
final class ClusterRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterRoutes.class);
  private static final int MAX_WAYS = 6;
  private static final long SWEEP_MS = 10_000;

  /// What is done with the ways.
  interface Streams {
    /// Whether the stream is being pulled, or looked for.
    boolean isPulled(StreamKey key);

    /// Another way of it is the best now.
    void improve(StreamKey key);
  }

  private final Loop loop;
  private final Router router;
  private final Streams streams;
  private final Map<StreamKey, Followed> followed = new LinkedHashMap<>();
  private boolean started;

  /// A stream, and when it was asked for last.
  private static final class Followed {
    final Following following;
    long askedMs;

    Followed(Following following) {
      this.following = following;
    }
  }

  /// @param members who there is; once started, this node among them
  ClusterRoutes(
      NodeId self,
      Supplier<MemberView> members,
      PeerCalls calls,
      Streams streams,
      Loop loop,
      RandomGenerator random) {
    this.loop = loop;
    this.streams = streams;
    PeerPinger pinger = new PeerPinger(calls, loop, this::heard);
    this.router = new Router(self, members, pinger, loop, random, RoutingLimits.DEFAULT);
  }

  /// This node is a member now.
  void start() {
    started = true;
    router.start();
    loop.schedule(SWEEP_MS, this::sweep);
  }

  void stop() {
    started = false;
    router.stop();
  }

  void membersChanged() {
    if (started) {
      router.membersChanged();
    }
  }

  /// Whom to ask for a stream, the best first; empty if nothing is known of its origin, or no
  /// lawful way leads there.
  List<HostPort> waysTo(StreamKey key, NodeId origin) {
    if (!started) {
      return List.of();
    }
    Followed present = followed.computeIfAbsent(key, _ -> follow(key, origin));
    present.askedMs = loop.clock().monotonicMs();
    RouteRequest request = present.following.request();
    if (!request.origin().equals(origin)) {
      present.following.update(request.withOrigin(origin));
    }
    return present.following.routes().ways().stream().map(Way::address).limit(MAX_WAYS).toList();
  }

  private Followed follow(StreamKey key, NodeId origin) {
    RouteRequest request = RouteRequest.of(key, origin, RoutePolicy.DEFAULT);
    return new Followed(router.follow(request, change -> changed(key, change)));
  }

  private void changed(StreamKey key, RouteChange change) {
    if (change.cause() != RouteChange.Cause.STANDBY) {
      LOG.info("better way stream={} cause={}", key, change.cause().label());
      streams.improve(key);
    }
  }

  /// A node that was named does not have the stream.
  void absent(StreamKey key, HostPort address) {
    Followed present = followed.get(key);
    if (present != null) {
      present.following.routes().ways().stream()
          .filter(way -> way.address().equals(address))
          .findFirst()
          .ifPresent(present.following::refused);
    }
  }

  /// Forgets streams that nobody pulls any more.
  private void sweep() {
    long nowMs = loop.clock().monotonicMs();
    followed
        .entrySet()
        .removeIf(entry -> {
          boolean over =
              nowMs - entry.getValue().askedMs > SWEEP_MS && !streams.isPulled(entry.getKey());
          if (over) {
            entry.getValue().following.close();
          }
          return over;
        });
    if (started) {
      loop.schedule(SWEEP_MS, this::sweep);
    }
  }

  private void heard(NodeId from, List<LinkReport> reports) {
    if (started) {
      router.heard(from, reports);
    }
  }

  /// What this node answers when another one asks what it measures.
  byte[] told() {
    return LinkTalk.write(router.links().reports());
  }

  /// What this node measures, for the API.
  List<LinkStatus> links() {
    return router.links().rows().stream().map(ClusterRoutes::status).toList();
  }

  private static LinkStatus status(LinkRow row) {
    return new LinkStatus(
        row.link().peer().value(),
        row.link().linkClass().label(),
        row.quality().state().label(),
        row.quality().rttUs() / 1_000.0,
        row.quality().jitterUs() / 1_000.0,
        row.quality().lossPermille() / 10.0,
        Math.max(0, row.quality().loadPercent()),
        row.quality().clockOffsetUs() / 1_000.0,
        row.purpose(),
        row.reason());
  }
}
