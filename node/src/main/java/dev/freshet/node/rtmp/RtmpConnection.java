package dev.freshet.node.rtmp;

import dev.freshet.contract.time.Loop;
import dev.freshet.media.ProtocolException;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.RemoteAddress;
import dev.freshet.node.net.TcpReset;
import dev.freshet.protocol.rtmp.ConnectRequest;
import dev.freshet.protocol.rtmp.PlayRequest;
import dev.freshet.protocol.rtmp.PublishRequest;
import dev.freshet.protocol.rtmp.RtmpOutput;
import dev.freshet.protocol.rtmp.RtmpServerEvents;
import dev.freshet.protocol.rtmp.RtmpServerSession;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One RTMP connection: runs its session, and catches whatever its peer does wrong. Owned by the
/// channel's loop.
final class RtmpConnection extends ChannelInboundHandlerAdapter
    implements RtmpServerEvents, RtmpOutput, RtmpPeer {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);
  static final String PROTOCOL = "rtmp";

  /// How long a goodbye may take to leave.
  private static final long GOODBYE_MS = 3_000;

  private final RtmpProtocol protocol;
  private final NettyLoop loop;
  private final PeerFaults faults;
  private final boolean secure;
  private @Nullable ChannelHandlerContext context;
  private @Nullable RtmpServerSession session;
  private RtmpRole role = RtmpService.NOBODY;
  private String remoteAddress = "";
  private boolean idle = true; // has no role
  private boolean connectionLost;
  private boolean unflushed;
  int slot; // where the round keeps it

  RtmpConnection(RtmpProtocol protocol, NettyLoop loop, PeerFaults faults, boolean secure) {
    this.protocol = protocol;
    this.loop = loop;
    this.faults = faults;
    this.secure = secure;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    remoteAddress = RemoteAddress.of(added.channel());
    session = protocol.newSession(added.alloc(), this, this);
    protocol.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      session().read(bytes);
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    role.readComplete();
    flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext writing) {
    role.writabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext closing) {
    connectionLost = true;
    session().close();
    protocol.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    faults.note(PROTOCOL, cause, remoteAddress);
    failing.close();
  }

  /// Runs the session's timers.
  void tick(long nowMs) {
    try {
      session().tick(nowMs);
    } catch (RuntimeException e) {
      fail(e);
    }
    flush();
  }

  /// The node is leaving.
  void drain() {
    if (idle) {
      end(Status.error(Status.CONNECT_CLOSED, "this node is leaving; connect to another"));
    } else {
      role.drain();
    }
    flush();
  }

  @Override
  public void onConnect(ConnectRequest request) {
    request.accept();
  }

  @Override
  public void onPublish(PublishRequest request) {
    idle = false;
    role = protocol.publishing().publish(this, request);
  }

  @Override
  public void onPlay(PlayRequest request) {
    idle = false;
    role = protocol.playing().play(this, request);
  }

  @Override
  public void onMedia(int type, long timestampMs, ByteBuf body) {
    role.media(type, timestampMs, body);
  }

  @Override
  public void onUnpublish() {
    stopRole();
  }

  @Override
  public void onStop() {
    stopRole();
  }

  @Override
  public void onClose() {
    stopRole();
  }

  @Override
  public void write(ByteBuf bytes) {
    context().write(bytes, context().voidPromise());
    if (!unflushed) {
      unflushed = true;
      loop.post(this::flush); // an answer given later has no channelReadComplete behind it
    }
  }

  @Override
  public boolean isWritable() {
    return context().channel().isWritable();
  }

  @Override
  public void close() {
    context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    loop.schedule(GOODBYE_MS, () -> context().close());
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public boolean secure() {
    return secure;
  }

  @Override
  public ChannelHandlerContext context() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return current;
  }

  @Override
  public void end(Status status) {
    session().end(status);
  }

  @Override
  public void drop() {
    TcpReset.close(context());
  }

  @Override
  public boolean requestReconnect(String description) {
    return session().requestReconnect("", description);
  }

  private void fail(RuntimeException cause) {
    connectionLost = true;
    if (cause instanceof ProtocolException) {
      faults.note(PROTOCOL, cause, remoteAddress);
      session().end(Status.error(Status.CONNECT_CLOSED, String.valueOf(cause.getMessage())));
      session().close();
    } else {
      LOG.error("connection failed remote={}", remoteAddress, cause);
      context().close();
    }
  }

  private void stopRole() {
    RtmpRole stopped = role;
    role = RtmpService.NOBODY;
    idle = true;
    stopped.stopped(connectionLost);
  }

  private void flush() {
    if (unflushed) {
      unflushed = false;
      context().flush();
    }
  }

  private RtmpServerSession session() {
    RtmpServerSession current = session;
    if (current == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return current;
  }
}
