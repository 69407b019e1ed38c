/// The measured curve of GOP length: what a short one costs in bits at equal quality, and what it
/// saves in delay when a viewer joins. Read [GopCurveCommand], then [BitrateMeasurement] and
/// [JoinMeasurement]. Needs ffmpeg with libx264.
@NullMarked
package dev.freshet.bench.gop;

import org.jspecify.annotations.NullMarked;
