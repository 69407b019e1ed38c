package dev.freshet.node.relay.pull;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.Set;

/// A stream that is pulled, and where it goes.
///
/// @param asked the nodes that were asked for frames with payloads and have not answered;
///   thread-safe: whoever of them asks for the same stream meanwhile would get it from itself
record Wanted(StreamKey key, Way way, Set<NodeId> asked) {}
