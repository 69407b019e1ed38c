/// MPEG-TS (ISO/IEC 13818-1): one HLS segment's frames to its bytes, [TsSegmentMuxer], and bytes in
/// any pieces to access units, [TsDemuxer]. Read [TsSegmentMuxer] first. Knows no playlists and no
/// sockets.
@NullMarked
package dev.freshet.media.mpegts;

import org.jspecify.annotations.NullMarked;
