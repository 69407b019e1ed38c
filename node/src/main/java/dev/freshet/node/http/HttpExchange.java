package dev.freshet.node.http;

import dev.freshet.contract.time.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// One request and the way to answer it, the same whatever carries it: a connection of HTTP/1.1 or
/// one stream of HTTP/2. Owned by the connection's loop.
public final class HttpExchange {
  /// What a client gets.
  ///
  /// @param bodyBytes as they are sent: of a range, compressed, or none
  public record Answered(HttpResponseStatus status, int bodyBytes) {}

  private final HttpConnection connection;
  private final ChannelHandlerContext context;
  private final FullHttpRequest request;
  private final Loop loop;
  private final String remoteAddress;
  private final Carrier carrier;
  private final @Nullable MediaPath mediaPath;

  HttpExchange(
      HttpConnection connection,
      ChannelHandlerContext context,
      FullHttpRequest request,
      Loop loop,
      String remoteAddress,
      Carrier carrier) {
    this.connection = connection;
    this.context = context;
    this.request = request;
    this.loop = loop;
    this.remoteAddress = remoteAddress;
    this.carrier = carrier;
    this.mediaPath = MediaPath.of(request.uri());
  }

  /// The request; valid until it is answered.
  public FullHttpRequest request() {
    return request;
  }

  public Loop loop() {
    return loop;
  }

  /// The client's real address.
  public String remoteAddress() {
    return remoteAddress;
  }

  /// Whether it came over TLS.
  public boolean secure() {
    return carrier.secure();
  }

  /// Whether it has a stream of HTTP/2 to itself: what is written after [#stream] is then framed,
  /// and `LastHttpContent` ends it.
  public boolean isHttp2() {
    return carrier == Carrier.HTTP2;
  }

  /// Where it points below an application, or null.
  public @Nullable MediaPath mediaPath() {
    return mediaPath;
  }

  /// The path without its query.
  public String path() {
    int query = request.uri().indexOf('?');
    return query < 0 ? request.uri() : request.uri().substring(0, query);
  }

  /// The host that the client named, empty if it named none.
  public String host() {
    String host = request.headers().get(HttpHeaderNames.HOST);
    return host == null ? "" : host;
  }

  /// A request header, or an empty string.
  public String header(CharSequence name) {
    String value = request.headers().get(name);
    return value == null ? "" : value;
  }

  public boolean isHead() {
    return request.method().equals(HttpMethod.HEAD);
  }

  public boolean isGetOrHead() {
    return isHead() || request.method().equals(HttpMethod.GET);
  }

  /// Answers with a body; HEAD gets its headers only.
  public void respond(
      HttpResponseStatus status, String contentType, byte[] body, HttpHeaders more) {
    ByteBuf content = isHead() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response.headers().add(more);
    Cors.allow(response.headers());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    if (!status.equals(HttpResponseStatus.NOT_MODIFIED)) {
      HttpUtil.setContentLength(response, body.length);
    }
    send(response);
  }

  /// Answers with bytes that the route retained for it, or with what of them the client asks for;
  /// see [Representation]. May be called later, on the loop; if the client is gone by then, the
  /// bytes are released all the same.
  ///
  /// @return what was handed to the socket
  public Answered respond(Representation representation) {
    FullHttpResponse response = representation.answer(request);
    boolean taken = context.channel().isActive();
    Answered answered =
        new Answered(response.status(), taken ? response.content().readableBytes() : 0);
    Cors.allow(response.headers());
    send(response);
    return answered;
  }

  /// Answers with JSON that must not be cached.
  public void respondJson(HttpResponseStatus status, byte[] body) {
    respond(status, "application/json", body, Cors.noCache());
  }

  /// Answers with a problem document.
  public void respond(Problem problem) {
    HttpHeaders headers = Cors.noCache();
    if (!problem.allow().isEmpty()) {
      headers.set(HttpHeaderNames.ALLOW, problem.allow()); // RFC 9110 section 15.5.6
    }
    respond(problem.status(), Problem.CONTENT_TYPE, problem.json(), headers);
  }

  /// Answers without a body.
  public void respondEmpty(HttpResponseStatus status, HttpHeaders headers) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    response.headers().add(headers);
    HttpUtil.setContentLength(response, 0);
    send(response);
  }

  /// Answers HEAD for a body of unknown length.
  public void respondHead(HttpHeaders headers) {
    send(
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            Unpooled.EMPTY_BUFFER,
            headers,
            new DefaultHttpHeaders()));
  }

  /// Sends the head of a body that is still being made; HEAD gets no more than that. What carries
  /// the request goes on with the next one when the body has ended.
  ///
  /// @param headers of the answer, but for those about its length
  public HttpBody begin(HttpHeaders headers) {
    HttpResponse head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, headers);
    Cors.allow(headers);
    headers.set(HttpHeaderNames.DATE, connection.date());
    boolean delimited = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    boolean keepAlive = delimited && HttpUtil.isKeepAlive(request);
    if (delimited && !isHttp2()) {
      HttpUtil.setTransferEncodingChunked(head, true);
    }
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    context.writeAndFlush(head);
    return new HttpBody(context, connection, keepAlive);
  }

  /// Sends the head of an endless body and hands the connection, or the stream of HTTP/2, to
  /// `handler`. What that writes is the body as it stands; over HTTP/1.1 with its framing.
  public void stream(HttpResponse head, ChannelHandler handler) {
    head.headers().set(HttpHeaderNames.DATE, connection.date());
    connection.stream(context, head, handler);
  }

  /// Upgrades the connection to a WebSocket and hands it to `handler`, which gets its frames; what
  /// it writes as bytes must be frames already (RFC 6455 section 5).
  ///
  /// @return false if the request is no upgrade that we know; it has been answered then
  public boolean upgrade(ChannelHandler handler, int maxFrameBytes) {
    return connection.upgrade(context, request, handler, maxFrameBytes, carrier.secure());
  }

  /// Called when the client is gone before the answer, or has reset its stream.
  public void onClose(Runnable action) {
    connection.onClose(action);
  }

  /// What the client sent since its connection was handed over is against the protocol.
  public void noteFault(Throwable cause) {
    connection.noteFault(cause, remoteAddress);
  }

  private void send(FullHttpResponse response) {
    response.headers().set(HttpHeaderNames.DATE, connection.date());
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (keepAlive && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    } else if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    var sent = context.writeAndFlush(response);
    if (!keepAlive) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
    connection.answered(context);
  }
}
