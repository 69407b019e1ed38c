package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who measures what to whom: this node's own links, and what others said of theirs. Owned by the
/// router's loop; what it returns may go anywhere.
public final class LinkTable {
  private final Clock clock;
  private final RoutingLimits limits;
  private final Map<LinkKey, LinkMeter> meters = new LinkedHashMap<>();
  private final Map<LinkKey, PingPace> purposes = new HashMap<>();
  private final Map<NodeId, Heard> heard = new LinkedHashMap<>();

  private record Heard(Map<NodeId, LinkReport> reports, long atMs) {}

  LinkTable(Clock clock, RoutingLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /// All links that this node measures.
  public List<LinkRow> rows() {
    List<LinkRow> rows = new ArrayList<>();
    meters.forEach((link, meter) -> rows.add(meter.row(link, purpose(link), nowMs())));
    return rows;
  }

  private String purpose(LinkKey link) {
    return purposes.getOrDefault(link, PingPace.IDLE).label();
  }

  /// What other nodes said of their links of late.
  public List<HeardLink> heard() {
    List<HeardLink> all = new ArrayList<>();
    heard.forEach((from, said) -> {
      long ageMs = nowMs() - said.atMs;
      if (ageMs <= limits.heardForMs()) {
        said.reports.values().forEach(report -> all.add(new HeardLink(from, report, ageMs)));
      }
    });
    return all;
  }

  /// What this node tells others of its links: those that are up, the shortest first.
  public List<LinkReport> reports() {
    Map<NodeId, LinkReport> best = new HashMap<>();
    meters.forEach((link, meter) -> {
      LinkQuality quality = meter.quality();
      if (quality.state() == LinkState.UP) {
        int rttMs = (int) Math.min(60_000, quality.rttUs() / 1_000);
        LinkReport report = new LinkReport(link.peer(), rttMs, quality.lossPermille());
        best.merge(link.peer(), report, LinkTable::better);
      }
    });
    return best.values().stream()
        .sorted(Comparator.comparingInt(LinkReport::rttMs).thenComparing(LinkReport::to))
        .limit(limits.maxReports())
        .toList();
  }

  private static LinkReport better(LinkReport one, LinkReport other) {
    return one.rttMs() + one.lossPermille() <= other.rttMs() + other.lossPermille() ? one : other;
  }

  /// What `link` is worth.
  public LinkQuality quality(LinkKey link) {
    LinkMeter meter = meters.get(link);
    return meter == null ? LinkQuality.UNKNOWN : meter.quality();
  }

  /// How far a node's wall clock is ahead of this one's, if it was measured.
  public OptionalLong clockOffsetUs(NodeId peer) {
    return meters.entrySet().stream()
        .filter(entry -> entry.getKey().peer().equals(peer))
        .map(entry -> entry.getValue().quality())
        .filter(quality -> quality.state() == LinkState.UP)
        .min(Comparator.comparingLong(LinkQuality::rttUs))
        .map(quality -> OptionalLong.of(quality.clockOffsetUs()))
        .orElse(OptionalLong.empty());
  }

  /// What `from` said of its way to `to` of late, or null.
  @Nullable LinkReport heardOf(NodeId from, NodeId to) {
    Heard said = heard.get(from);
    return said == null || nowMs() - said.atMs > limits.heardForMs() ? null : said.reports.get(to);
  }

  /// The best link to `peer` that is up, or null.
  @Nullable LinkQuality best(NodeId peer) {
    LinkQuality best = null;
    for (LinkClass linkClass : LinkClass.values()) {
      LinkQuality quality = quality(new LinkKey(peer, linkClass));
      if (quality.state() == LinkState.UP && (best == null || quality.rttUs() < best.rttUs())) {
        best = quality;
      }
    }
    return best;
  }

  /// Nodes that can be reached now.
  Set<NodeId> peersUp() {
    Set<NodeId> up = new TreeSet<>();
    meters.forEach((link, meter) -> {
      if (meter.state() == LinkState.UP) {
        up.add(link.peer());
      }
    });
    return up;
  }

  /// Whether all measured links to `peer` are down.
  boolean isDown(NodeId peer) {
    boolean measured = false;
    for (LinkClass linkClass : LinkClass.values()) {
      LinkMeter meter = meters.get(new LinkKey(peer, linkClass));
      if (meter != null && meter.state() != LinkState.DOWN) {
        return false;
      }
      measured |= meter != null;
    }
    return measured;
  }

  /// Measures `links` from now on, and forgets all others.
  void measure(Map<LinkKey, PingPace> links) {
    purposes.clear();
    purposes.putAll(links);
    meters.keySet().retainAll(links.keySet());
    for (LinkKey link : links.keySet()) {
      meter(link);
    }
  }

  private LinkMeter meter(LinkKey link) {
    return meters.computeIfAbsent(link, _ -> new LinkMeter(limits, nowMs()));
  }

  /// @return whether the link's state changed
  boolean answered(LinkKey link, PingAnswer.Answered answer) {
    if (!answer.reports().isEmpty()) {
      heard(link.peer(), answer.reports());
    }
    return meter(link).answered(answer, nowMs());
  }

  /// @return whether the link's state changed
  boolean failed(LinkKey link, String reason) {
    return meter(link).failed(reason, nowMs());
  }

  /// @return whether the link's state changed
  boolean broken(LinkKey link, String reason) {
    return meter(link).broken(reason, nowMs());
  }

  /// A node says what it measures itself.
  void heard(NodeId from, List<LinkReport> reports) {
    Map<NodeId, LinkReport> byPeer = new HashMap<>();
    reports.stream().limit(limits.maxReports()).forEach(each -> byPeer.put(each.to(), each));
    heard.remove(from);
    heard.put(from, new Heard(byPeer, nowMs()));
    if (heard.size() > limits.maxHeardPeers()) {
      heard.remove(heard.keySet().iterator().next()); // who has been silent for longest
    }
  }

  /// These nodes are gone.
  void retain(Set<NodeId> members) {
    heard.keySet().retainAll(members);
  }

  private long nowMs() {
    return clock.monotonicMs();
  }
}
