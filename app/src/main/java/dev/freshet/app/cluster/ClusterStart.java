package dev.freshet.app.cluster;

import dev.freshet.app.config.FreshetConfig;
import dev.freshet.cluster.landing.LandingLimits;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.ProtocolVersions;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.protocol.relay.RelayIdentity;
import java.util.Locale;
import java.util.Map;

/// What a node brings to its cluster. A value: no owner.
///
/// @param bootId another one after each start
public record ClusterStart(FreshetConfig config, NodeId id, long bootId) {
  /// What the node says of itself once it serves.
  ///
  /// @param addresses where others reach its ports, by their names below `listen:`
  NodeRecord record(Map<String, HostPort> addresses) {
    FreshetConfig.NodeConfig node = config.node();
    return new NodeRecord(
        id,
        bootId,
        tier(node.tier()),
        node.region(),
        node.isps(),
        addresses,
        node.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList(),
        config.overload().maxEgressBytes() * 8L / 1_000,
        0,
        version(),
        new ProtocolVersions(RelayIdentity.VERSION, RelayIdentity.VERSION),
        Phase.SERVING);
  }

  /// What publishers may do, alike on one node and across nodes.
  LandingLimits landingLimits() {
    LandingLimits standard = LandingLimits.DEFAULT;
    RegistryLimits streams = config.streamLimits();
    return new LandingLimits(
        standard.admitMs(),
        standard.lookupMs(),
        standard.lookupPeers(),
        standard.absentForMs(),
        standard.maxLookups(),
        standard.maxWaiting(),
        standard.announceEveryMs(),
        standard.heardForMs(),
        standard.maxHeard(),
        standard.maxAnnounced(),
        streams.maxTakeovers(),
        streams.takeoverWindowMs(),
        standard.retryMinMs(),
        standard.retryMaxMs(),
        standard.maxConflicts(),
        standard.reclaimSpreadMs(),
        standard.maxReclaimsPerSecond(),
        standard.orphanAfterMs(),
        streams.maxStreams(),
        standard.maxRemembered(),
        standard.maxLeadMs());
  }

  private static Tier tier(FreshetConfig.Tier tier) {
    return switch (tier) {
      case EDGE -> Tier.EDGE;
      case MID -> Tier.MID;
      case CORE -> Tier.CORE;
    };
  }

  private static String version() {
    String version = ClusterStart.class.getPackage().getImplementationVersion();
    return version == null ? "" : version; // classes without a jar have none
  }
}
