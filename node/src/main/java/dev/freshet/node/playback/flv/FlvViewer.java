package dev.freshet.node.playback.flv;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.StartAt;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Viewer;
import dev.freshet.media.WireFormat;
import dev.freshet.node.net.TcpReset;
import dev.freshet.node.playback.ChannelOutput;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One viewer's connection, or stream of HTTP/2, once its FLV body has begun. Owned by the
/// channel's loop.
final class FlvViewer extends ChannelInboundHandlerAdapter {
  /// How long the goodbye may take to leave.
  private static final long GOODBYE_MS = 3_000;

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Stream stream;
  private final StartAt startAt;
  private final FlvTransport transport;
  private final WireFormat format;
  private final Loop loop;
  private final Sessions sessions;
  private final String remoteAddress;
  private final Consumer<Throwable> faults;
  private @Nullable ChannelOutput output;
  private @Nullable Viewer viewer;
  private @Nullable Session session;

  FlvViewer(
      OpenAnswer.Opened opened,
      FlvTransport transport,
      WireFormat format,
      Loop loop,
      Sessions sessions,
      String remoteAddress,
      Consumer<Throwable> faults) {
    this.stream = opened.stream();
    this.startAt = opened.startAt();
    this.transport = transport;
    this.format = format;
    this.loop = loop;
    this.sessions = sessions;
    this.remoteAddress = remoteAddress;
    this.faults = faults;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ChannelOutput socket = new ChannelOutput(context, reason -> sayGoodbye(context, reason));
    Viewer cursor = stream.join(loop, format, socket, startAt);
    socket.serve(cursor);
    output = socket;
    viewer = cursor;
    session =
        sessions.open(
            Session.Role.VIEWER,
            transport.protocol(),
            stream.key(),
            remoteAddress,
            loop,
            cursor::close);
    session.watch(cursor);
    context.flush(); // the head leaves now, even if the stream has nothing yet
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case PingWebSocketFrame ping -> answer(context, ping);
      case CloseWebSocketFrame close ->
          context.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
      default -> ReferenceCountUtil.release(message); // a viewer has nothing to say
    }
  }

  /// Where bytes wait to leave, a ping need not be answered (RFC 6455 section 5.5.3: a later pong
  /// may answer several), or a client that only asks could fill the memory.
  private static void answer(ChannelHandlerContext context, PingWebSocketFrame ping) {
    if (context.channel().isWritable()) {
      context.writeAndFlush(new PongWebSocketFrame(ping.content()));
    } else {
      ping.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (output != null) {
      output.writabilityChanged();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (viewer != null) {
      viewer.leave();
    }
    if (session != null) {
      sessions.close(session);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) { // else its connection broke, as connections do
      faults.accept(cause);
    }
    context.close();
  }

  private void sayGoodbye(ChannelHandlerContext context, EndReason reason) {
    if (reason.allowsGoodbye()) {
      context.writeAndFlush(goodbye(reason)).addListener(ChannelFutureListener.CLOSE);
      loop.schedule(GOODBYE_MS, context::close);
    } else {
      TcpReset.close(context);
    }
  }

  private Object goodbye(EndReason reason) {
    return switch (transport) {
      case CHUNKED -> Unpooled.wrappedBuffer(LAST_CHUNK);
      case UNTIL_CLOSE -> Unpooled.EMPTY_BUFFER;
      case HTTP2 -> LastHttpContent.EMPTY_LAST_CONTENT;
      case WEB_SOCKET -> new CloseWebSocketFrame(closeStatus(reason), reason.label());
    };
  }

  private static WebSocketCloseStatus closeStatus(EndReason reason) {
    return switch (reason) {
      case UNPUBLISHED, CONNECTION_LOST, GRACE_EXPIRED, LEFT, SUPERSEDED ->
          WebSocketCloseStatus.NORMAL_CLOSURE;
      case DRAINING -> WebSocketCloseStatus.SERVICE_RESTART;
      case EXPIRED, BANNED, KICKED -> WebSocketCloseStatus.POLICY_VIOLATION;
      case TOO_SLOW, STALLED -> WebSocketCloseStatus.TRY_AGAIN_LATER;
      case PEER_FAULT, FAULT -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
