package dev.freshet.cluster.membership;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a node says of itself to all others. Immutable; it stands in the store under `nodes/ID`.
///
/// @param bootId another one after each start of the process
/// @param region where it stands
/// @param operators the operator networks (ISPs) that it is in
/// @param addresses where others reach its ports, by their names below `listen:`, as `relay`
/// @param roles what it does, as `media`, `control`
/// @param capacityKbps what it can send; 0 if it did not say
/// @param loadPercent how much of that it used when it last wrote: rough and old; exact load goes
///   from node to node
/// @param version of the program, for people
/// @param protocols what it speaks to other nodes
public record NodeRecord(
    NodeId id,
    long bootId,
    Tier tier,
    String region,
    List<String> operators,
    Map<String, HostPort> addresses,
    List<String> roles,
    long capacityKbps,
    int loadPercent,
    String version,
    ProtocolVersions protocols,
    Phase phase) {

  public NodeRecord {
    operators = List.copyOf(operators);
    addresses = Map.copyOf(new TreeMap<>(addresses));
    roles = List.copyOf(roles);
  }

  /// The same node in another phase.
  public NodeRecord with(Phase phase) {
    return with(bootId, loadPercent, phase);
  }

  /// The same node, started anew.
  public NodeRecord withBootId(long bootId) {
    return with(bootId, loadPercent, phase);
  }

  /// The same node with another load.
  public NodeRecord withLoadPercent(int loadPercent) {
    return with(bootId, loadPercent, phase);
  }

  private NodeRecord with(long bootId, int loadPercent, Phase phase) {
    return new NodeRecord(
        id,
        bootId,
        tier,
        region,
        operators,
        addresses,
        roles,
        capacityKbps,
        loadPercent,
        version,
        protocols,
        phase);
  }
}
