/// How media moves: [dev.freshet.protocol.rtmp], [dev.freshet.protocol.http] and, between nodes,
/// [dev.freshet.protocol.relay]. Bytes in, bytes and events out; knows no Stream, no pipeline and
/// no thread. What players of segments read: [dev.freshet.protocol.hls] and
/// [dev.freshet.protocol.dash].
@NullMarked
package dev.freshet.protocol;

import org.jspecify.annotations.NullMarked;
