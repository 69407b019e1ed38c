package dev.freshet.app.client;

import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.RtmpClientEvents;
import dev.freshet.protocol.rtmp.RtmpClientSession;
import dev.freshet.protocol.rtmp.RtmpLimits;
import dev.freshet.protocol.rtmp.RtmpOutput;
import dev.freshet.protocol.rtmp.RtmpUrl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// One RTMP connection to a server. Owned by its [Dialer]'s loop.
final class RtmpClient {
  private static final long TICK_MS = 1_000;

  private final Dialer dialer;
  private final RtmpUrl url;
  private final Events events;
  private final RtmpClientSession session;
  private @Nullable ChannelHandlerContext context;
  private boolean isOver;

  /// What its owner learns.
  interface Events extends RtmpClientEvents {
    /// The connection is gone, or never came about. Told once, and nothing after it.
    void onLost(String why);

    /// The server takes more again.
    default void onWritable() {}
  }

  RtmpClient(Dialer dialer, RtmpUrl url, RtmpClientSession.Role role, Events events) {
    this.dialer = dialer;
    this.url = url;
    this.events = events;
    this.session =
        new RtmpClientSession(
            PooledByteBufAllocator.DEFAULT,
            RtmpLimits.DEFAULTS,
            dialer.clock(),
            new SecureRandom(),
            url,
            role,
            new Socket(),
            events);
  }

  void open() {
    dialer.dial(new Endpoint(url.host(), url.port(), url.tls()), this::lost, new Handler());
  }

  /// See [RtmpClientSession#send]; leaves with the next [#flush].
  void send(int type, long timestampMs, ByteBuf body) {
    session.send(type, timestampMs, body);
  }

  void flush() {
    if (context != null) {
      context.flush();
    }
  }

  boolean isWritable() {
    return context != null && context.channel().isWritable();
  }

  void requestClock() {
    session.requestClock();
    flush();
  }

  /// Says goodbye and closes once that has left.
  void finish() {
    if (!isOver) {
      session.finish();
    }
  }

  /// Closes at once.
  void close() {
    if (context != null) {
      context.close();
    }
  }

  private void lost(String why) {
    if (!isOver) {
      isOver = true;
      session.close();
      events.onLost(why);
    }
  }

  private void tick() {
    if (!isOver) {
      guard(() -> session.tick(dialer.clock().monotonicMs()));
      flush();
      dialer.loop().schedule(TICK_MS, this::tick);
    }
  }

  private void guard(Runnable step) {
    try {
      step.run();
    } catch (ProtocolException fault) {
      lost("the server breaks RTMP: " + fault.getMessage());
      close();
    }
  }

  private final class Socket implements RtmpOutput {
    @Override
    public void write(ByteBuf bytes) {
      if (context == null || isOver) {
        bytes.release();
      } else {
        context.write(bytes, context.voidPromise());
      }
    }

    @Override
    public boolean isWritable() {
      return RtmpClient.this.isWritable();
    }

    @Override
    public void close() {
      if (context != null) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext active) {
      context = active;
      session.start();
      active.flush();
      dialer.loop().schedule(TICK_MS, RtmpClient.this::tick);
    }

    @Override
    public void channelRead(ChannelHandlerContext active, Object message) {
      ByteBuf in = (ByteBuf) message;
      try {
        if (!isOver) {
          guard(() -> session.read(in));
        }
      } finally {
        in.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext active) {
      active.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext active) {
      if (active.channel().isWritable() && !isOver) {
        events.onWritable();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext active) {
      lost("the server closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
      lost(Faults.describe(cause));
      active.close();
    }
  }
}
