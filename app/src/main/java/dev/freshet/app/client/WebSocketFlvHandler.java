package dev.freshet.app.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;

/// Opens a WebSocket (RFC 6455) and takes the FLV in its binary messages. Owned by its channel's
/// loop.
final class WebSocketFlvHandler extends FlvPlayLink.Handler {
  private static final int MAX_FRAME_BYTES = 16 << 20;
  private static final int NORMAL_CLOSURE = 1000;
  private static final int SERVICE_RESTART = 1012;
  private static final int NO_STATUS = -1;

  private final WebSocketClientHandshaker handshaker;

  WebSocketFlvHandler(PlayUrl.Flv url, FlvPlayLink.Answers answers) {
    super(answers);
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.USER_AGENT, Requests.USER_AGENT);
    URI uri = URI.create(url.protocol() + "://" + url.endpoint().authority() + url.target());
    handshaker =
        WebSocketClientHandshakerFactory.newHandshaker(
            uri, WebSocketVersion.V13, null, false, headers, MAX_FRAME_BYTES);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    answers.connected(context);
    handshaker.handshake(context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case FullHttpResponse response -> answer(context, response);
      case BinaryWebSocketFrame frame -> answers.media(frame.content());
      case ContinuationWebSocketFrame frame -> answers.media(frame.content());
      case PingWebSocketFrame ping -> context.writeAndFlush(new PongWebSocketFrame(ping.content()));
      case CloseWebSocketFrame close -> closed(close);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void answer(ChannelHandlerContext context, FullHttpResponse response) {
    try {
      String location = response.headers().get(HttpHeaderNames.LOCATION);
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        handshaker.finishHandshake(context.channel(), response);
        answers.accepted();
      } else if (response.status().codeClass() == HttpStatusClass.REDIRECTION && location != null) {
        answers.redirected(context, location.replaceFirst("^http", "ws"));
      } else {
        answers.ended(Ending.failure(Requests.refusal(response.status(), response.content())));
      }
    } finally {
      response.release();
    }
  }

  private void closed(CloseWebSocketFrame close) {
    int status = close.statusCode();
    String reason = close.reasonText();
    close.release();
    String said = reason.isEmpty() ? "" : ": " + reason;
    switch (status) {
      case NORMAL_CLOSURE, SERVICE_RESTART, NO_STATUS ->
          answers.ended(Ending.done("the stream ended" + said));
      default -> answers.ended(Ending.failure("the server ended it (" + status + ")" + said));
    }
  }
}
