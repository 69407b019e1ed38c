/// What HTTP puts around live bodies: [ChunkedFormat] and [WebSocketFormat] wrap each FLV tag as it
/// is muxed, once for all viewers.
@NullMarked
package dev.freshet.protocol.http;

import org.jspecify.annotations.NullMarked;
