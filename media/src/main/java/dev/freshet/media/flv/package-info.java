/// FLV, and what RTMP shares with it: AMF ([Amf0Reader], [Amf0Writer]), tag bodies with the
/// Enhanced RTMP extensions ([TagDemuxer], [TagBodies]), and the muxer and demuxer of FLV files and
/// live bodies ([FlvMuxer], [FlvDemuxer]). Read [TagDemuxer] first. Knows no chunks and no sockets.
@NullMarked
package dev.freshet.media.flv;

import org.jspecify.annotations.NullMarked;
