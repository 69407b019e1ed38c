package dev.freshet.node.http;

import dev.freshet.contract.node.NodeLimits;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.net.TlsHandshake;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// HTTP on the media port: HTTP/1.1, and over TLS HTTP/2 for clients that choose it by ALPN. Routes
/// do not see the difference.
public final class HttpProtocol implements TcpListener.Protocol {
  /// Bodies of requests: viewers' reports and signalling, nothing larger.
  private static final int MAX_BODY_BYTES = 64 * 1024;

  /// What one HTTP/2 connection may have handed to its socket and not sent; further bytes wait in
  /// its streams, each with a bound of its own.
  private static final WriteBufferWaterMark HTTP2_UNSENT =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  /// How long an HTTP/2 connection that is told to go may take.
  private static final int GOODBYE_MS = 10_000;

  private final ChannelGroup http2 = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final HttpDate dates = new HttpDate();
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
    if (tls == null) {
      addHttp1(channel.pipeline(), loop, now, Carrier.PLAIN);
      return;
    }
    TlsHandshake.expect(channel, tls, now.handshakeTimeoutMs(), HttpConnection.PROTOCOL, faults);
    channel
        .pipeline()
        .addLast(
            new AlpnChoice(
                () -> addHttp1(channel.pipeline(), loop, now, Carrier.TLS),
                () -> addHttp2(channel, loop, now),
                faults));
  }

  private void addHttp1(ChannelPipeline pipeline, NettyLoop loop, NodeLimits now, Carrier carrier) {
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(now.maxHeaderBytes())
            .setMaxHeaderSize(now.maxHeaderBytes());
    pipeline.addLast(new HttpServerCodec(decoder));
    addRequests(pipeline, loop, now, carrier);
  }

  private void addHttp2(Channel channel, NettyLoop loop, NodeLimits now) {
    http2.add(channel);
    channel.config().setWriteBufferWaterMark(HTTP2_UNSENT);
    Http2FrameCodec codec = codec(now);
    Http2Peer peer = new Http2Peer(loop, faults, now.headerTimeoutMs(), now.idleTimeoutMs());
    ChannelInitializer<Channel> streams =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            peer.opened(stream);
            stream.pipeline().addLast(new StreamBody());
            stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
            addRequests(stream.pipeline(), loop, now, Carrier.HTTP2);
          }
        };
    channel
        .pipeline()
        .addLast(codec)
        .addLast(new ControlFrameBudget(codec, now.maxControlFrames(), loop.clock()))
        .addLast(new Http2MultiplexHandler(streams))
        .addLast(peer);
  }

  private Http2FrameCodec codec(NodeLimits now) {
    Http2Settings settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(now.maxConcurrentRequests())
            .maxHeaderListSize(now.maxHeaderBytes());
    return Http2FrameCodecBuilder.forServer()
        .initialSettings(settings)
        .decoderEnforceMaxRstFramesPerWindow(
            now.maxControlFrames(), ControlFrameBudget.WINDOW_SECONDS)
        .gracefulShutdownTimeoutMillis(GOODBYE_MS)
        .frameLogger(new Http2Refusals(faults))
        .build();
  }

  private void addRequests(
      ChannelPipeline pipeline, NettyLoop loop, NodeLimits now, Carrier carrier) {
    int maxBodyBytes = Math.min(MAX_BODY_BYTES, now.maxMessageBytes());
    pipeline.addLast(new RequestAggregator(maxBodyBytes, faults, carrier));
    pipeline.addLast(
        new HttpConnection(
            routes, loop, faults, dates, carrier, now.headerTimeoutMs(), now.idleTimeoutMs()));
  }

  /// Connections of HTTP/2 are told to go; what they were asked for is still answered.
  @Override
  public void drain() {
    onDrain.run();
    http2.close();
  }
}
