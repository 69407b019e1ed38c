/// Which frames make a segment and a part, as their stamps say: the same on every node. Read
/// [SegmentAssembler] first. Knows no container: those are in `mpegts` and `fmp4`.
@NullMarked
package dev.freshet.media.segment;

import org.jspecify.annotations.NullMarked;
