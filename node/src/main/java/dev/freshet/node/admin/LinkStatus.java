package dev.freshet.node.admin;

/// A link to another node as this one measures it, for the API.
///
/// @param node the other one
/// @param line `private` or `public`
/// @param state `unknown`, `up` or `down`
/// @param rttMs round trip, smoothed
/// @param jitterMs its mean deviation
/// @param lossPercent questions without an answer, smoothed
/// @param loadPercent of the other node
/// @param clockOffsetMs by which the other node's wall clock is ahead of this one's
/// @param purpose why it is measured: `active`, `candidate` or `idle`
/// @param reason why it is down; else empty
public record LinkStatus(
    String node,
    String line,
    String state,
    double rttMs,
    double jitterMs,
    double lossPercent,
    int loadPercent,
    double clockOffsetMs,
    String purpose,
    String reason) {}
