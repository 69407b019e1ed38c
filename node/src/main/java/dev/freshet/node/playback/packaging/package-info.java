/// Segments of a stream for HLS and DASH: one [Packager] a stream and node, started by the first
/// request. Read [Packager] first, then [SegmentWindow], which it publishes. Knows no playlist and
/// no HTTP.
@NullMarked
package dev.freshet.node.playback.packaging;

import org.jspecify.annotations.NullMarked;
