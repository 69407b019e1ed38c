package dev.freshet.media;

import io.netty.buffer.ByteBuf;

/// A frame as its publisher sent it: its times are not repaired, and it has no stamp yet.
///
/// @param track [Track#id], announced before
/// @param dtsUs decoding time in us as sent; wraps where the protocol's counter wraps
/// @param ptsOffsetUs presentation minus decoding time in us, as sent; may be negative
/// @param keyframe whether decoding may start here
/// @param disposable whether no other frame refers to it
/// @param payload one access unit as [Track]'s codec defines it; its reference goes to the receiver
public record RawFrame(
    int track,
    long dtsUs,
    long ptsOffsetUs,
    boolean keyframe,
    boolean disposable,
    ByteBuf payload) {}
