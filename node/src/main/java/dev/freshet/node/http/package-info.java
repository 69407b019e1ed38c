/// The media port over HTTP: one connection's requests are read by [HttpConnection] and answered by
/// the first [HttpRoute] that knows them. Knows no streams.
@NullMarked
package dev.freshet.node.http;

import org.jspecify.annotations.NullMarked;
