package dev.freshet.node.http;

import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.RemoteAddress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

/// Waits for the end of a connection's TLS handshake, in which the client chose between HTTP/2 and
/// HTTP/1.1 (RFC 7301); who chose nothing gets the latter. Owned by the channel's loop.
final class AlpnChoice extends ApplicationProtocolNegotiationHandler {
  private final Runnable http1;
  private final Runnable http2;
  private final PeerFaults faults;

  /// @param http1 adds the handlers of HTTP/1.1 to the connection
  /// @param http2 adds those of HTTP/2
  AlpnChoice(Runnable http1, Runnable http2, PeerFaults faults) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.http1 = http1;
    this.http2 = http2;
    this.faults = faults;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext context, String protocol) {
    (protocol.equals(ApplicationProtocolNames.HTTP_2) ? http2 : http1).run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    faults.note(HttpConnection.PROTOCOL, cause, RemoteAddress.of(context.channel()));
    context.close();
  }
}
