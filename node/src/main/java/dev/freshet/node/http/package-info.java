/// The media port over HTTP/1.1 and HTTP/2: [HttpProtocol] sets a connection up, [HttpConnection]
/// reads one connection's requests, or one stream's, and the first [HttpRoute] that knows a request
/// answers it through its [HttpExchange], bytes that it holds as a [Representation]. Knows no
/// streams of media.
@NullMarked
package dev.freshet.node.http;

import org.jspecify.annotations.NullMarked;
