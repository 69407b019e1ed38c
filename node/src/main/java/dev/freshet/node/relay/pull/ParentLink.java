package dev.freshet.node.relay.pull;

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

/// A connection to a parent: greets it and asks for one stream. Owned by the channel's loop, which
/// is that of whoever asked.
final class ParentLink extends ChannelInboundHandlerAdapter implements RelayReceiver {
  private static final long PING_EVERY_MS = 1_000;

  private enum State {
    CONNECTING,
    GREETING,
    ASKED,
    SERVED,
    CLOSED
  }

  private final RelayNode node;
  private final HostPort address;
  private final Loop loop;
  private final RelayMessage.Subscribe ask;
  private final ParentEvents events;
  private final CallerGreeting greeting;
  private State state = State.CONNECTING;
  private Loop.@Nullable Timer timeout;
  private @Nullable ChannelHandlerContext context;
  private @Nullable RelayWire wire;
  private long heardNs;
  private int pings;

  ParentLink(
      RelayNode node,
      HostPort address,
      Loop loop,
      RelayMessage.Subscribe ask,
      ParentEvents events) {
    this.node = node;
    this.address = address;
    this.loop = loop;
    this.ask = ask;
    this.events = events;
    this.greeting =
        new CallerGreeting(node.identity(), RelayMessage.Channel.MEDIA, node.newNonce());
  }

  /// Who is asked.
  HostPort address() {
    return address;
  }

  /// Connects; whoever is asked must answer in time.
  void open(Dialer dialer) {
    int timeoutMs = node.limits().handshakeTimeoutMs();
    timeout = loop.schedule(timeoutMs, () -> lose("no answer within " + timeoutMs + " ms"));
    dialer.dial(address, loop, this, this::lose);
  }

  /// Nothing is wanted of it any more.
  void close() {
    state = State.CLOSED;
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
    if (wire != null) {
      wire.close();
    }
    if (context != null) {
      context.close();
    }
  }

  /// Lets the parent send, or has it wait.
  void read(boolean wanted) {
    if (context != null) {
      context.channel().config().setAutoRead(wanted);
    }
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
    heardNs = loop.clock().nanoTime();
    try {
      wire().read((ByteBuf) message);
    } catch (ProtocolException fault) {
      node.faults().note(RelayNode.PROTOCOL, fault, address.toString());
      lose(String.valueOf(fault.getMessage()));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    if (state == State.SERVED) {
      events.readComplete();
    }
  }

  @Override
  public void message(RelayMessage message) {
    switch (message) {
      case RelayMessage.Challenge challenge when state == State.GREETING -> prove(challenge);
      case RelayMessage.Subscribed(var epoch, var path) when state == State.ASKED -> {
        state = State.SERVED;
        awaitSilence();
        events.subscribed(epoch, path);
      }
      case RelayMessage.Skipped(long frames) when state == State.SERVED -> events.skipped(frames);
      case RelayMessage.Ended(String reason) when state == State.SERVED -> {
        close();
        events.ended(reason);
      }
      case RelayMessage.Refused(String code, String reason) -> refused(code, reason);
      case RelayMessage.Welcome _,
          RelayMessage.StreamHeaderIs _,
          RelayMessage.GopHeaderIs _,
          RelayMessage.Pong _ -> {} // frames carry their headers; any byte is a sign of life
      case RelayMessage.Hello _,
          RelayMessage.Challenge _,
          RelayMessage.Proof _,
          RelayMessage.Ping _,
          RelayMessage.Subscribe _,
          RelayMessage.Subscribed _,
          RelayMessage.Skipped _,
          RelayMessage.Ended _,
          RelayMessage.KeyframeWanted _,
          RelayMessage.TargetBitrate _,
          RelayMessage.Reconnect _ ->
          throw ProtocolException.malformed(
              message.getClass().getSimpleName() + " now (" + state + ")");
    }
  }

  @Override
  public void frame(Frame frame) {
    if (state == State.SERVED) {
      events.frame(frame);
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
      node.faults().refused(RelayNode.PROTOCOL, code, address.toString(), reason);
      wire().send(answer);
      lose(reason);
      return;
    }
    state = State.ASKED;
    wire().trust();
    wire().write(answer);
    wire().send(ask);
    events.greeted(challenge.node());
  }

  private void refused(String code, String reason) {
    boolean greeted = state == State.ASKED || state == State.SERVED;
    if (!greeted) {
      node.faults().refused(RelayNode.PROTOCOL, code, address.toString(), reason);
    }
    if (state != State.CLOSED) {
      close();
      events.refused(code, reason);
    }
  }

  private void lose(String reason) {
    if (state != State.CLOSED) {
      close();
      events.lost(reason);
    }
  }

  /// From here on a parent that says nothing is asked whether it is there.
  private void awaitSilence() {
    if (timeout != null) {
      timeout.cancel();
    }
    heardNs = loop.clock().nanoTime();
    timeout = loop.schedule(PING_EVERY_MS, this::ping);
  }

  private void ping() {
    long silentMs = (loop.clock().nanoTime() - heardNs) / 1_000_000;
    if (silentMs >= node.limits().silenceMs()) {
      lose("silent for " + silentMs + " ms");
      return;
    }
    if (silentMs >= PING_EVERY_MS) {
      wire().send(new RelayMessage.Ping(++pings, loop.clock().unixUs()));
    }
    timeout = loop.schedule(PING_EVERY_MS, this::ping);
  }

  private RelayWire wire() {
    return Objects.requireNonNull(wire);
  }
}
