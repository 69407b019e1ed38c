package dev.freshet.node.http;

import dev.freshet.contract.node.NodeLimits;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.net.TlsHandshake;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1, with or without TLS, on the media port.
public final class HttpProtocol implements TcpListener.Protocol {
  /// Bodies of requests: viewers' reports and signalling, nothing larger.
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final List<HttpRoute> routes;
  private final Supplier<NodeLimits> limits;
  private final PeerFaults faults;
  private final @Nullable SslContext tls;
  private final Runnable onDrain;

  /// @param routes in the order in which they are asked
  /// @param tls null for plain HTTP
  /// @param onDrain ends what streams over this port
  public HttpProtocol(
      List<HttpRoute> routes,
      Supplier<NodeLimits> limits,
      PeerFaults faults,
      @Nullable SslContext tls,
      Runnable onDrain) {
    this.routes = List.copyOf(routes);
    this.limits = limits;
    this.faults = faults;
    this.tls = tls;
    this.onDrain = onDrain;
  }

  @Override
  public void open(Channel channel, NettyLoop loop) {
    NodeLimits now = limits.get();
    ChannelPipeline pipeline = channel.pipeline();
    if (tls != null) {
      int timeoutMs = now.handshakeTimeoutMs();
      TlsHandshake.expect(channel, tls, timeoutMs, HttpConnection.PROTOCOL, faults);
    }
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(now.maxHeaderBytes())
            .setMaxHeaderSize(now.maxHeaderBytes());
    pipeline.addLast(new HttpServerCodec(decoder));
    int maxBodyBytes = Math.min(MAX_BODY_BYTES, now.maxMessageBytes());
    pipeline.addLast(new RequestAggregator(maxBodyBytes, faults));
    pipeline.addLast(
        new HttpConnection(
            routes, loop, faults, tls != null, now.headerTimeoutMs(), now.idleTimeoutMs()));
  }

  @Override
  public void drain() {
    onDrain.run();
  }
}
