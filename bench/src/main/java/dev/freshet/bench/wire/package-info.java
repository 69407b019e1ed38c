/// The bytes of RTMP, FLV, HTTP and WebSocket as a load generator needs them: written from
/// templates, read by skipping. Written apart from the server's own codecs, so that neither hides
/// the other's mistakes. Read [FrameListener] first. No sockets, threads, clocks.
@NullMarked
package dev.freshet.bench.wire;

import org.jspecify.annotations.NullMarked;
