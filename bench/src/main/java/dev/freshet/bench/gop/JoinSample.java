package dev.freshet.bench.gop;

/// What one viewer saw. A value: no owner.
///
/// @param firstKeyframeMs from connecting to the last byte of the first keyframe
/// @param joinDelayMs how old that keyframe was then: how far behind the live edge a player is that
///   shows it at once and does not catch up
/// @param burstKbytes of pictures and sound that were in the node before the viewer came
record JoinSample(
    PushedStream stream, double firstKeyframeMs, double joinDelayMs, double burstKbytes) {}
