package dev.freshet.node.relay;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.protocol.relay.RelayIdentity;
import dev.freshet.protocol.relay.RelayLimits;
import java.util.random.RandomGenerator;

/// What all connections of this node to others share. Immutable.
///
/// @param random of a good source; thread-safe
public record RelayNode(
    RelayIdentity identity,
    ClusterLimits limits,
    PeerFaults faults,
    RelayCounters counters,
    RandomGenerator random) {
  /// Its name in metrics and logs.
  public static final String PROTOCOL = "relay";

  private static final int NONCE_BYTES = 16;

  /// This node.
  public NodeId id() {
    return identity.node();
  }

  /// What nobody has said before.
  public byte[] newNonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  /// What is taken from another node at most.
  public RelayLimits relayLimits() {
    RelayLimits standard = RelayLimits.DEFAULT;
    return new RelayLimits(
        limits.maxMessageBytes(),
        standard.maxTracks(),
        standard.maxConfigBytes(),
        standard.maxPathNodes());
  }
}
