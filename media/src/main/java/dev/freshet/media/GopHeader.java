package dev.freshet.media;

import dev.freshet.contract.Epoch;

/// What a packager cannot know when it starts in the middle of a stream; one for each GOP.
///
/// @param epoch the reign it belongs to
/// @param gop [Stamp#gop]
/// @param sequence of the GOP's entry point
/// @param dtsUs of the GOP's entry point
/// @param audioFrames how many frames of the first audio track this epoch had before this GOP
/// @param audioBaseUs the sample-exact time of the next frame of the first audio track, in us; -1
///   while there was none
public record GopHeader(
    Epoch epoch, long gop, long sequence, long dtsUs, long audioFrames, long audioBaseUs) {}
