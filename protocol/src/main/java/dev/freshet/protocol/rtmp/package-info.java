/// RTMP connections: [RtmpServerSession] and [RtmpClientSession], bytes in, bytes and events out;
/// [RtmpFormat], which puts a stream into RTMP messages for players; and the addresses
/// [RtmpAddress] and [RtmpUrl]. Read [RtmpServerSession] first. Nothing here knows a pipeline.
@NullMarked
package dev.freshet.protocol.rtmp;

import org.jspecify.annotations.NullMarked;
