/// Fragmented MP4 as CMAF wants it (ISO/IEC 14496-12, 23000-19): one track a file, an
/// initialization segment, and a fragment (`moof` and `mdat`) for each part.
///
/// Read [Fragment] and [InitSegment] first. Everything here is a function of frames and their
/// stamps: two nodes write the same bytes. No clocks, no sockets.
@NullMarked
package dev.freshet.media.fmp4;

import org.jspecify.annotations.NullMarked;
