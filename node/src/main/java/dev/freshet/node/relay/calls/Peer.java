package dev.freshet.node.relay.calls;

import dev.freshet.contract.NodeId;

/// Who answered. A value: no owner.
///
/// @param boot differs after each start of the node
public record Peer(NodeId node, long boot) {}
