package dev.freshet.node.admin;

import dev.freshet.contract.node.MediaPort;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.MediaMemory;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.flv.TagFault;
import dev.freshet.node.load.NodeLoad;
import dev.freshet.node.metrics.ClusterCounters;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What the node counts, under the names of docs/operating/metrics.md. Owned by the admin port;
/// reads the media plane's adders when it is asked.
public final class NodeMeters {
  private static final String LIMIT = "limit:";

  private final PrometheusMeterRegistry meters;
  private final PeerFaults faults;

  public NodeMeters(
      PrometheusMeterRegistry meters,
      StreamRegistry registry,
      Sessions sessions,
      NodeCounters counters,
      PeerFaults faults,
      Supplier<NodeLoad> load) {
    this.meters = meters;
    this.faults = faults;
    Gauge.builder("freshet.streams", registry, r -> r.streams().size()).register(meters);
    Gauge.builder("freshet.waiting.viewers", registry, StreamRegistry::waiting).register(meters);
    for (Session.Role role : Session.Role.values()) {
      String name = "freshet." + (role == Session.Role.VIEWER ? "viewers" : "publishers");
      Gauge.builder(name, sessions, all -> count(all, role)).register(meters);
    }
    for (MediaPort port : MediaPort.values()) {
      bind(port, counters.port(port));
    }
    for (TagFault fault : TagFault.values()) {
      FunctionCounter.builder("freshet.dropped.tags", counters.droppedTags(fault), LongAdder::sum)
          .tag("reason", fault.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(meters);
    }
    counter("freshet.certificate.reloads", counters.certificateReloads);
    counter("freshet.certificate.faults", counters.certificateFaults);
    bind(registry.counters());
    bind(counters.segments, registry.memory());
    bind(counters.relay);
    bind(counters.cluster);
    bindLoad(load, registry.memory());
  }

  private void bindLoad(Supplier<NodeLoad> load, MediaMemory media) {
    loadPart("work", load, NodeLoad::work);
    loadPart("lateness", load, NodeLoad::lateness);
    loadPart("memory", load, NodeLoad::memory);
    loadPart("egress", load, NodeLoad::egress);
    gauge("freshet.load.level", load, now -> now.get().level().ordinal());
    gauge("freshet.log.bytes", media, MediaMemory::logBytes);
    gauge("freshet.log.limit.bytes", media, MediaMemory::maxLogBytes);
    gauge("freshet.unsent.bytes", load, now -> now.get().used().unsentBytes());
    gauge("freshet.direct.bytes", load, now -> now.get().used().directBytes());
    gauge("freshet.direct.limit.bytes", load, now -> now.get().used().maxDirectBytes());
    gauge("freshet.heap.live.bytes", load, now -> now.get().used().liveHeapBytes());
    gauge("freshet.heap.limit.bytes", load, now -> now.get().used().maxHeapBytes());
  }

  private void loadPart(String part, Supplier<NodeLoad> load, ToDoubleFunction<NodeLoad> value) {
    Gauge.builder("freshet.load", load, now -> value.applyAsDouble(now.get()))
        .strongReference(true) // nobody else holds the supplier
        .tag("part", part)
        .register(meters);
  }

  private <T> void gauge(String name, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).strongReference(true).register(meters);
  }

  private static double count(Sessions sessions, Session.Role role) {
    return sessions.all().stream().filter(session -> session.role() == role).count();
  }

  private void bind(MediaPort port, NodeCounters.PortCounters counters) {
    FunctionCounter.builder("freshet.connections.accepted", counters.accepted, LongAdder::sum)
        .tag("port", port.key())
        .register(meters);
    FunctionCounter.builder("freshet.received.bytes", counters.receivedBytes, LongAdder::sum)
        .tag("port", port.key())
        .register(meters);
    Gauge.builder("freshet.connections.open", counters, NodeCounters.PortCounters::open)
        .tag("port", port.key())
        .register(meters);
  }

  private void bind(FanoutCounters counters) {
    counter("freshet.viewer.joins", counters.joins);
    counter("freshet.sent.bytes", counters.writtenBytes);
    counter("freshet.sends", counters.sends);
    counter("freshet.viewer.skips", counters.skips);
    counter("freshet.skipped.frames", counters.skippedFrames);
    counter("freshet.skipped.bytes", counters.skippedBytes);
    counter("freshet.viewers.too.slow", counters.tooSlow);
    counter("freshet.viewers.stalled", counters.stalled);
    counter("freshet.loop.crossings", counters.crossings);
    counter("freshet.ingest.crossings", counters.ingestCrossings);
    counter("freshet.subscriber.skipped.frames", counters.subscriberSkippedFrames);
    counter("freshet.unusable.frames", counters.unusableFrames);
    counter("freshet.late.frames", counters.lateFrames);
    counter("freshet.crossings.held.back", counters.crossingsHeldBack);
    counter("freshet.ingest.dropped.frames", counters.ingestDroppedFrames);
    counter("freshet.lost.frames", counters.lostFrames);
    counter("freshet.duplicate.frames", counters.duplicateFrames);
    counter("freshet.stale.frames", counters.staleFrames);
    counter("freshet.streams.refused", counters.streamsRefused);
    counter("freshet.claims.refused", counters.claimsRefused);
    counter("freshet.takeover.storms", counters.takeoverStorms);
    counter("freshet.landing.timeouts", counters.landingTimeouts);
    counter("freshet.waiters.refused", counters.waitersRefused);
    counter("freshet.viewers.refused", counters.viewersRefused);
    counter("freshet.overload.refused", counters.overloadRefused);
    counter("freshet.tracks.refused", counters.tracksRefused);
    counter("freshet.stream.faults", counters.faults);
  }

  private void bind(SegmentCounters counters, MediaMemory media) {
    gauge("freshet.segment.sessions", counters, now -> now.sessions.get());
    counter("freshet.segment.sessions.opened", counters.sessionsOpened);
    counter("freshet.segment.sessions.refused", counters.sessionsRefused);
    counter("freshet.segment.kicked.forgotten", counters.kickedForgotten);
    counter("freshet.segment.sent.bytes", counters.sentBytes);
    gauge("freshet.blocked.requests", counters, now -> now.blocked.get());
    counter("freshet.blocked.requests.released", counters.released);
    counter("freshet.blocked.requests.late", counters.late);
    counter("freshet.blocked.requests.refused", counters.blockedRefused);
    gauge("freshet.packagers", counters, now -> now.packagers.get());
    counter("freshet.packagers.started", counters.packagersStarted);
    counter("freshet.packagers.stopped", counters.packagersStopped);
    counter("freshet.packagers.refused", counters.packagersRefused);
    counter("freshet.packager.skips", counters.packagerSkips);
    gauge("freshet.listed.segments", counters, now -> now.listedSegments.get());
    gauge("freshet.segment.bytes", media, MediaMemory::segmentBytes);
    gauge("freshet.segment.limit.bytes", media, MediaMemory::maxSegmentBytes);
    for (SegmentCounters.Refused reason : SegmentCounters.Refused.values()) {
      FunctionCounter.builder(
              "freshet.segment.requests.refused", counters.refused(reason), LongAdder::sum)
          .tag("reason", reason.label())
          .register(meters);
    }
  }

  private void bind(RelayCounters counters) {
    gauge("freshet.relay.connections", counters, now -> now.connections.get());
    gauge("freshet.relay.children", counters, now -> now.children.get());
    gauge("freshet.relay.pulls", counters, now -> now.pulls.get());
    counter("freshet.relay.pulls.started", counters.pullsStarted);
    counter("freshet.relay.parents.lost", counters.parentsLost);
    counter("freshet.relay.switches", counters.switches);
    gauge("freshet.relay.standbys", counters, now -> now.standbys.get());
    counter("freshet.relay.standbys.lost", counters.standbysLost);
    counter("freshet.relay.spare.frames", counters.spareFrames);
    counter("freshet.relay.lookups", counters.lookups);
    counter("freshet.relay.lookups.absent", counters.absent);
    counter("freshet.relay.lookups.refused", counters.lookupsRefused);
    counter("freshet.relay.subscriptions.refused", counters.subscriptionsRefused);
    counter("freshet.relay.calls.refused", counters.callsRefused);
    counter("freshet.relay.calls.timed.out", counters.callsTimedOut);
    counter("freshet.relay.calls.answered", counters.callsAnswered);
  }

  private void bind(ClusterCounters counters) {
    gauge("freshet.cluster.members", counters, now -> now.members.get());
    gauge("freshet.cluster.suspects", counters, now -> now.suspects.get());
    gauge("freshet.cluster.removals.frozen", counters, now -> now.removalsFrozen.get());
    counter("freshet.cluster.members.removed", counters.membersRemoved);
    gauge("freshet.cluster.store.up", counters, now -> now.storeUp.get());
    counter("freshet.cluster.store.outages", counters.storeOutages);
    counter("freshet.cluster.claims.landed", counters.claimsLanded);
    counter("freshet.cluster.claims.unconfirmed", counters.claimsUnconfirmed);
    counter("freshet.cluster.claims.refused", counters.claimsRefused);
    counter("freshet.cluster.origins.lost", counters.originsLost);
    counter("freshet.cluster.epochs.fenced", counters.epochsFenced);
  }

  private void counter(String name, LongAdder adder) {
    FunctionCounter.builder(name, adder, LongAdder::sum).register(meters);
  }

  /// Everything, in the text format of Prometheus.
  public String page() {
    faults.counts().keySet().forEach(this::bind); // new kinds come up while the node runs
    return Help.TEXTS.into(meters.scrape());
  }

  private void bind(PeerFaults.Kind kind) {
    boolean limit = kind.fault().startsWith(LIMIT);
    String name = limit ? "freshet.limit.hits" : "freshet.peer.faults";
    String label = limit ? kind.fault().substring(LIMIT.length()) : kind.fault();
    FunctionCounter.builder(name, faults, f -> f.count(kind.protocol(), kind.fault()))
        .tag("protocol", kind.protocol())
        .tag(limit ? "limit" : "kind", label)
        .register(meters);
  }

  MeterRegistry meters() {
    return meters;
  }

  /// Read when the first page is asked for: a start need not wait for it.
  private static final class Help {
    static final MetricHelp TEXTS = MetricHelp.load();
  }
}
