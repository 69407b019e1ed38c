package dev.freshet.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/// The body of an answer that is sent as it is made: chunked over HTTP/1.1, DATA frames over
/// HTTP/2. Its route bounds what a slow client may have waiting. Owned by the connection's loop.
public final class HttpBody {
  private final ChannelHandlerContext context;
  private final HttpConnection connection;
  private final boolean keepAlive;

  HttpBody(ChannelHandlerContext context, HttpConnection connection, boolean keepAlive) {
    this.context = context;
    this.connection = connection;
    this.keepAlive = keepAlive;
  }

  /// The next bytes, whose reference is taken; also when the client is gone.
  public void send(ByteBuf bytes) {
    if (bytes.isReadable()) {
      context.writeAndFlush(new DefaultHttpContent(bytes));
    } else {
      bytes.release();
    }
  }

  /// That was all.
  public void end() {
    var sent = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    if (!keepAlive) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
    connection.answered(context);
  }

  /// The rest will never come: the client must not take what it has for the whole.
  public void abort() {
    context.close();
  }
}
