package dev.freshet.node.playback.flv;

import dev.freshet.media.WireFormat;
import dev.freshet.media.flv.FlvFormat;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.MediaPath;
import dev.freshet.protocol.http.ChunkedFormat;
import dev.freshet.protocol.http.WebSocketFormat;
import io.netty.handler.codec.http.HttpHeaderNames;

/// The dialect of FLV that a client wants. A value.
///
/// @param hevc12 HEVC as codec id 12, by `?hevc=12`
/// @param browser without Enhanced RTMP's metadata packets, which players in pages take for errors
/// @param clock with ingest times, by `?clock=1`
record FlvDialect(boolean hevc12, boolean browser, boolean clock) {
  static FlvDialect of(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    boolean hevc12 = path != null && "12".equals(path.parameter("hevc"));
    boolean clock = path != null && path.flag("clock");
    boolean browser =
        !exchange.header(HttpHeaderNames.ORIGIN).isEmpty()
            || exchange.header(HttpHeaderNames.USER_AGENT).startsWith("Mozilla/");
    return new FlvDialect(hevc12, browser, clock);
  }

  WireFormat format(FlvTransport transport) {
    FlvFormat flv = new FlvFormat(hevc12, browser, clock);
    return switch (transport) {
      case UNTIL_CLOSE, HTTP2 -> flv;
      case CHUNKED -> new ChunkedFormat(flv);
      case WEB_SOCKET -> new WebSocketFormat(flv);
    };
  }
}
