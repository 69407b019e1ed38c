package dev.freshet.node.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;

/// The TLS handshake that accepted connections of a port begin with. Thread-safe: it keeps nothing.
public final class TlsHandshake {
  private TlsHandshake() {}

  /// Puts TLS in front of what `channel`'s protocol adds after it. A handshake that takes longer
  /// than `timeoutMs` costs the connection, and is counted under `protocol`.
  public static void expect(
      Channel channel, SslContext tls, int timeoutMs, String protocol, PeerFaults faults) {
    SslHandler handler = tls.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(timeoutMs);
    channel.pipeline().addLast(handler);
    handler
        .handshakeFuture()
        .addListener(done -> {
          if (done.cause() instanceof SslHandshakeTimeoutException) { // no exceptionCaught tells
            faults.limitHit(protocol, "handshakeTimeout", RemoteAddress.of(channel));
          }
        });
  }
}
