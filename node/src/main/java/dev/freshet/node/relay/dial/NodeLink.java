package dev.freshet.node.relay.dial;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.ProtocolException;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.RelayWire;
import dev.freshet.protocol.relay.CallerGreeting;
import dev.freshet.protocol.relay.RelayMessage;
import dev.freshet.protocol.relay.RelayReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection to another node: dials and greets it, then tells its user what comes. Owned by the
/// channel's loop, which is that of its user.
public final class NodeLink extends ChannelInboundHandlerAdapter implements RelayReceiver {
  /// Whom the connection is for. Nothing is told behind [#refused] or [#lost].
  public interface User {
    /// The other node is of this cluster; what is sent from here on reaches it.
    ///
    /// @param boot differs after each start of the node
    void greeted(NodeId peer, long boot);

    /// What the other node says.
    ///
    /// @throws ProtocolException if it may not say that now
    void message(RelayMessage message);

    /// A frame, with its reference.
    void frame(Frame frame);

    /// What was read at once has been told.
    default void readComplete() {}

    /// The other node does not want to, or this one not to have to do with it.
    ///
    /// @param code stable, for programs
    void refused(String code, String reason);

    /// The connection is gone, or there was none.
    void lost(String reason);
  }

  private enum State {
    CONNECTING,
    GREETING,
    GREETED,
    CLOSED
  }

  private final RelayNode node;
  private final HostPort address;
  private final Loop loop;
  private final User user;
  private final CallerGreeting greeting;
  private State state = State.CONNECTING;
  private Loop.@Nullable Timer timeout;
  private @Nullable ChannelHandlerContext context;
  private @Nullable RelayWire wire;
  private long receivedBytes;

  public NodeLink(
      RelayNode node, HostPort address, RelayMessage.Channel channel, Loop loop, User user) {
    this.node = node;
    this.address = address;
    this.loop = loop;
    this.user = user;
    this.greeting = new CallerGreeting(node.identity(), channel, node.newNonce());
  }

  /// Who is at the other end.
  public HostPort address() {
    return address;
  }

  /// Bytes that came so far: any is a sign of life.
  public long receivedBytes() {
    return receivedBytes;
  }

  /// Connects; the other node has `cluster.handshakeTimeout` up to [#settle].
  public void open(Dialer dialer) {
    int timeoutMs = node.limits().handshakeTimeoutMs();
    timeout = loop.schedule(timeoutMs, () -> lose("no answer within " + timeoutMs + " ms"));
    dialer.dial(address, loop, this, this::lose);
  }

  /// What was asked for first has been answered.
  public void settle() {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
  }

  /// Nothing is wanted of it any more.
  public void close() {
    state = State.CLOSED;
    settle();
    if (wire != null) {
      wire.close();
    }
    if (context != null) {
      context.close();
    }
  }

  /// It is of no use any more, and its user is told why.
  public void lose(String reason) {
    if (state != State.CLOSED) {
      close();
      user.lost(reason);
    }
  }

  /// Lets the other node send, or has it wait.
  public void read(boolean wanted) {
    if (context != null) {
      context.channel().config().setAutoRead(wanted);
    }
  }

  /// Says something; the connection is greeted.
  public void send(RelayMessage message) {
    wire().send(message);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    wire = new RelayWire(added, node, this);
  }

  @Override
  public void channelActive(ChannelHandlerContext connected) {
    if (state == State.CLOSED) {
      connected.close();
    } else {
      state = State.GREETING;
      wire().send(greeting.hello());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    receivedBytes += bytes.readableBytes();
    try {
      wire().read(bytes);
    } catch (ProtocolException fault) {
      node.faults().note(RelayNode.PROTOCOL, fault, address.toString());
      lose(String.valueOf(fault.getMessage()));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    if (state == State.GREETED) {
      user.readComplete();
    }
  }

  @Override
  public void message(RelayMessage message) {
    switch (message) {
      case RelayMessage.Challenge challenge when state == State.GREETING -> prove(challenge);
      case RelayMessage.Refused(String code, String reason) -> refused(code, reason);
      case RelayMessage.Welcome _ when state == State.GREETED -> {}
      default -> {
        if (state != State.GREETED) {
          throw outOfOrder(message, state.name());
        }
        user.message(message);
      }
    }
  }

  /// What to throw at a message that may not be said now.
  public static ProtocolException outOfOrder(RelayMessage message, String state) {
    return ProtocolException.malformed(message.getClass().getSimpleName() + " now (" + state + ")");
  }

  @Override
  public void frame(Frame frame) {
    if (state == State.GREETED) {
      user.frame(frame);
    } else {
      frame.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext closing) {
    lose("connection closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    lose(String.valueOf(cause.getMessage()));
  }

  private void prove(RelayMessage.Challenge challenge) {
    RelayMessage answer = greeting.answer(challenge);
    if (answer instanceof RelayMessage.Refused(String code, String reason)) {
      wire().send(answer);
      refused(code, reason);
      return;
    }
    state = State.GREETED;
    wire().trust();
    wire().write(answer); // leaves with what the user asks for, or when that is nothing
    user.greeted(challenge.node(), challenge.boot());
    flush();
  }

  private void flush() {
    if (state == State.GREETED && context != null) {
      context.flush();
    }
  }

  private void refused(String code, String reason) {
    if (state == State.CONNECTING || state == State.GREETING) {
      node.faults().refused(RelayNode.PROTOCOL, code, address.toString(), reason);
    }
    if (state != State.CLOSED) {
      close();
      user.refused(code, reason);
    }
  }

  private RelayWire wire() {
    return Objects.requireNonNull(wire);
  }
}
