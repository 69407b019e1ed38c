package dev.freshet.bench.gop;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;

/// A clip, encoded. A value: no owner.
///
/// @param gopMs keyframes are this far apart
/// @param crf x264's constant rate factor
/// @param kbitPerSecond of the pictures alone, without container and sound
/// @param ssimDb how like the original it is
/// @param psnrDb the same by another measure
/// @param keyframeKbytes mean size of a keyframe
/// @param file where it is, with sound
record Encoding(
    int gopMs,
    double crf,
    double kbitPerSecond,
    double ssimDb,
    double psnrDb,
    double keyframeKbytes,
    @JsonIgnore Path file) {}
