package dev.freshet.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.protocol.rtmp.ClockSample;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/// Asks an HTTP server for its time, over one connection that stays open. Owned by its [Dialer]'s
/// loop. A server that cannot tell is not asked again.
final class HttpClock {
  private static final int MAX_ANSWER_BYTES = 4_096;
  private static final String TARGET = "/api/v1/clock";

  private final Dialer dialer;
  private final Endpoint endpoint;
  private final PlayEvents events;
  private @Nullable ChannelHandlerContext context;
  private boolean connecting;
  private boolean useless;
  private long sentUnixUs;

  HttpClock(Dialer dialer, Endpoint endpoint, PlayEvents events) {
    this.dialer = dialer;
    this.endpoint = endpoint;
    this.events = events;
  }

  /// The answer comes by [PlayEvents#clock], if at all.
  void ask() {
    if (useless || connecting) {
      return;
    }
    if (context != null) {
      send(context);
    } else {
      connecting = true;
      dialer.dial(
          endpoint,
          why -> useless = true,
          new HttpClientCodec(),
          new HttpObjectAggregator(MAX_ANSWER_BYTES),
          new Handler());
    }
  }

  private void send(ChannelHandlerContext open) {
    sentUnixUs = dialer.clock().unixUs();
    open.writeAndFlush(Requests.get(endpoint, TARGET));
  }

  private void answered(FullHttpResponse response) {
    long receivedUnixUs = dialer.clock().unixUs();
    JsonNode unixUs = Requests.json(response.content()).path("unixUs");
    if (response.status().equals(HttpResponseStatus.OK) && unixUs.isIntegralNumber()) {
      events.clock(new ClockSample(sentUnixUs, unixUs.asLong(), receivedUnixUs));
    } else {
      useless = true;
    }
  }

  void close() {
    useless = true;
    if (context != null) {
      context.close();
    }
  }

  private final class Handler extends SimpleChannelInboundHandler<FullHttpResponse> {
    @Override
    public void channelActive(ChannelHandlerContext active) {
      connecting = false;
      context = active;
      send(active);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext active, FullHttpResponse response) {
      answered(response);
    }

    @Override
    public void channelInactive(ChannelHandlerContext active) {
      connecting = false;
      context = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
      active.close();
    }
  }
}
