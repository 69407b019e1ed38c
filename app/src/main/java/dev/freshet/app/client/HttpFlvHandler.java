package dev.freshet.app.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/// Asks for an FLV body by HTTP and takes it as it comes. Owned by its channel's loop.
final class HttpFlvHandler extends FlvPlayLink.Handler {
  private static final int MAX_REFUSAL_BYTES = 64 << 10;

  private final PlayUrl.Flv url;
  private @Nullable HttpResponseStatus refusal;
  private ByteBuf refusalBody = Unpooled.EMPTY_BUFFER;

  HttpFlvHandler(PlayUrl.Flv url, FlvPlayLink.Answers answers) {
    super(answers);
    this.url = url;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    answers.connected(context);
    context.writeAndFlush(Requests.get(url.endpoint(), url.target()));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response) {
      head(context, response);
    }
    if (message instanceof HttpContent content) {
      body(content);
    }
  }

  private void head(ChannelHandlerContext context, HttpResponse response) {
    String location = response.headers().get(HttpHeaderNames.LOCATION);
    if (response.status().equals(HttpResponseStatus.OK)) {
      answers.accepted();
    } else if (response.status().codeClass() == HttpStatusClass.REDIRECTION && location != null) {
      refusal = response.status();
      answers.redirected(context, location);
    } else {
      refusal = response.status();
      refusalBody = Unpooled.buffer();
    }
  }

  private void body(HttpContent content) {
    boolean isLast = content instanceof LastHttpContent;
    if (refusal == null) {
      answers.media(content.content());
      if (isLast) {
        answers.ended(Ending.done("the stream ended"));
      }
    } else {
      refused(refusal, content, isLast);
    }
  }

  private void refused(HttpResponseStatus status, HttpContent content, boolean isLast) {
    if (refusalBody.readableBytes() < MAX_REFUSAL_BYTES && refusalBody.maxCapacity() > 0) {
      refusalBody.writeBytes(content.content());
    }
    content.release();
    if (isLast && refusalBody.maxCapacity() > 0) {
      answers.ended(Ending.failure(Requests.refusal(status, refusalBody)));
    }
  }
}
