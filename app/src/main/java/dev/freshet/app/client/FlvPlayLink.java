package dev.freshet.app.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import org.jspecify.annotations.Nullable;

/// Plays FLV over HTTP or a WebSocket. The clock is asked for on a second connection, which media
/// cannot delay. Owned by its [Dialer]'s loop.
final class FlvPlayLink implements PlayLink {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_REFUSAL_BYTES = 64 << 10;

  private final Dialer dialer;
  private final PlayEvents events;
  private PlayUrl.Flv url;
  private @Nullable HttpClock clock;
  private @Nullable ChannelHandlerContext context;
  private int redirects;
  private boolean isOver;

  FlvPlayLink(Dialer dialer, PlayUrl.Flv url, PlayEvents events) {
    this.dialer = dialer;
    this.url = url;
    this.events = events;
  }

  @Override
  public void open() {
    ChannelHandler[] handlers =
        url.webSocket()
            ? new ChannelHandler[] {
              new HttpClientCodec(),
              new HttpObjectAggregator(MAX_REFUSAL_BYTES),
              new WebSocketFlvHandler(url, new Answers())
            }
            : new ChannelHandler[] {new HttpClientCodec(), new HttpFlvHandler(url, new Answers())};
    dialer.dial(url.endpoint(), why -> end(Ending.failure(why)), handlers);
  }

  @Override
  public void requestClock() {
    if (clock == null) {
      clock = new HttpClock(dialer, url.endpoint(), events);
    }
    clock.ask();
  }

  @Override
  public void close() {
    isOver = true;
    if (context != null) {
      context.close();
    }
    if (clock != null) {
      clock.close();
    }
  }

  private void end(Ending ending) {
    if (!isOver) {
      close();
      events.ended(ending);
    }
  }

  private void redirect(ChannelHandlerContext from, String location) {
    if (++redirects > MAX_REDIRECTS) {
      end(Ending.failure("redirected more than " + MAX_REDIRECTS + " times"));
      return;
    }
    try {
      url = url.redirected(location);
      context = null;
      from.close();
      open();
    } catch (IllegalArgumentException wrong) {
      end(Ending.failure("redirected to what is no FLV: " + location));
    }
  }

  /// Takes what the connection's last handler finds. Each connection has its own.
  final class Answers {
    private final FlvBody body = new FlvBody(events);

    void connected(ChannelHandlerContext active) {
      context = active;
    }

    void accepted() {
      events.started();
    }

    /// Takes over the reference.
    void media(ByteBuf bytes) {
      if (isOver) {
        bytes.release();
      } else {
        body.read(bytes);
      }
    }

    void redirected(ChannelHandlerContext from, String location) {
      redirect(from, location);
    }

    void ended(Ending ending) {
      end(ending);
    }

    /// The connection of `gone` is no more.
    void disconnected(ChannelHandlerContext gone) {
      body.close();
      if (gone.equals(context)) {
        end(Ending.failure("the server closed the connection"));
      }
    }
  }

  /// What both kinds of connection do alike.
  abstract static sealed class Handler extends ChannelInboundHandlerAdapter
      permits HttpFlvHandler, WebSocketFlvHandler {
    final Answers answers;

    Handler(Answers answers) {
      this.answers = answers;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answers.disconnected(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answers.ended(Ending.failure(Faults.describe(cause)));
      context.close();
    }
  }
}
