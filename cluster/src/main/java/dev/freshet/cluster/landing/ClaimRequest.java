package dev.freshet.cluster.landing;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;

/// Somebody pushes a stream to this node.
///
/// @param publisher who, as takeover rules compare them; empty if it did not say
/// @param policy what the service says of a second publisher
/// @param highestSeenTerm the highest term that the node's media have seen, 0 if none
/// @param nextSegment the number behind the last segment that the node holds of the stream, 0 if
///   none
public record ClaimRequest(
    StreamKey key,
    String publisher,
    int priority,
    TakeoverPolicy policy,
    long highestSeenTerm,
    long nextSegment) {}
