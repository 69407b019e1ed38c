package dev.freshet.bench.load;

import dev.freshet.bench.wire.FrameListener;
import javax.net.ssl.SSLContext;

/// How viewers are served.
public enum Dialect {
  RTMP("RTMP"),
  FLV("HTTP-FLV"),
  WS_FLV("WS-FLV"),
  HTTPS_FLV("HTTPS-FLV");

  private static final SSLContext TLS = TlsConversation.trustingContext();

  private final String label;

  Dialect(String label) {
    this.label = label;
  }

  /// What reports call it.
  public String label() {
    return label;
  }

  /// A viewer's conversation about stream `app/name` of the server at `host`.
  Conversation play(String host, String app, String name, FrameListener frames) {
    String path = "/" + app + "/" + name + ".flv";
    return switch (this) {
      case RTMP -> RtmpConversation.play(host, app, name, frames);
      case FLV -> HttpConversation.get(host, path, frames);
      case WS_FLV -> HttpConversation.webSocket(host, path, frames);
      case HTTPS_FLV -> new TlsConversation(TLS, HttpConversation.get(host, path, frames));
    };
  }
}
