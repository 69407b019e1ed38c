/// The RTMP port: an [RtmpConnection] runs a session's bytes and hands what the peer asks for to
/// [RtmpService], which makes it a publisher or a player. Knows no streams.
@NullMarked
package dev.freshet.node.rtmp;

import org.jspecify.annotations.NullMarked;
