package dev.freshet.node.relay.serve;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.StartAt;
import dev.freshet.hub.Viewer;
import dev.freshet.media.Frame;
import dev.freshet.media.ProtocolException;
import dev.freshet.node.net.RemoteAddress;
import dev.freshet.node.net.TcpReset;
import dev.freshet.node.playback.ChannelOutput;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.RelayWire;
import dev.freshet.protocol.relay.ListenerGreeting;
import dev.freshet.protocol.relay.RelayFormat;
import dev.freshet.protocol.relay.RelayMessage;
import dev.freshet.protocol.relay.RelayReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection of another node: greets it, and gives it the stream that it asks for. Owned by the
/// channel's loop.
final class ChildConnection extends ChannelInboundHandlerAdapter implements RelayReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(ChildConnection.class);

  /// How long a goodbye may take to leave.
  private static final long GOODBYE_MS = 3_000;

  private enum State {
    GREETING,
    GREETED,
    ASKED,
    SERVED,
    CLOSED
  }

  private final RelayNode node;
  private final Subscriptions subscriptions;
  private final Loop loop;
  private final ListenerGreeting greeting;
  private State state = State.GREETING;
  private Loop.@Nullable Timer timeout;
  private @Nullable ChannelHandlerContext context;
  private @Nullable RelayWire wire;
  private @Nullable ChannelOutput output;
  private @Nullable Viewer viewer;

  ChildConnection(RelayNode node, Subscriptions subscriptions, Loop loop) {
    this.node = node;
    this.subscriptions = subscriptions;
    this.loop = loop;
    this.greeting = new ListenerGreeting(node.identity(), node.newNonce());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    wire = new RelayWire(added, node, this);
    timeout = loop.schedule(node.limits().handshakeTimeoutMs(), this::timedOut);
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    try {
      wire().read((ByteBuf) message);
    } catch (ProtocolException fault) {
      noteFault(fault);
      refuse("protocol", String.valueOf(fault.getMessage()));
    }
  }

  @Override
  public void message(RelayMessage message) {
    switch (message) {
      case RelayMessage.Hello hello when state == State.GREETING -> answer(greeting.answer(hello));
      case RelayMessage.Proof proof when state == State.GREETING ->
          answer(greeting.answer(proof, loop.clock().unixUs()));
      case RelayMessage.Subscribe ask when state == State.GREETED -> open(ask);
      case RelayMessage.Ping ping when state != State.GREETING -> answer(ping);
      case RelayMessage.KeyframeWanted _, RelayMessage.TargetBitrate _, RelayMessage.Reconnect _
          when state == State.SERVED -> {} // publishers cannot yet
      case RelayMessage.Refused(String code, String reason) -> refused(code, reason);
      case RelayMessage.Hello _,
          RelayMessage.Challenge _,
          RelayMessage.Proof _,
          RelayMessage.Welcome _,
          RelayMessage.Ping _,
          RelayMessage.Pong _,
          RelayMessage.Subscribe _,
          RelayMessage.Subscribed _,
          RelayMessage.StreamHeaderIs _,
          RelayMessage.GopHeaderIs _,
          RelayMessage.Skipped _,
          RelayMessage.Ended _,
          RelayMessage.KeyframeWanted _,
          RelayMessage.TargetBitrate _,
          RelayMessage.Reconnect _ ->
          outOfOrder(message);
    }
  }

  @Override
  public void frame(Frame frame) {
    frame.release();
    throw ProtocolException.malformed("a frame (expected: a request)");
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext writing) {
    if (output != null) {
      output.writabilityChanged();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext told, Object event) {
    if (!(event instanceof RelayProtocol.Drain)) {
      told.fireUserEventTriggered(event);
    } else if (viewer != null) {
      viewer.close(EndReason.DRAINING);
    } else {
      refuse("draining", "this node is leaving");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext closing) {
    state = State.CLOSED;
    cancelTimeout();
    wire().close();
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    noteFault(cause);
    failing.close();
  }

  /// The next step of the greeting.
  private void answer(RelayMessage answer) {
    if (answer instanceof RelayMessage.Refused(String code, String reason)) {
      node.faults().refused(RelayNode.PROTOCOL, code, remoteAddress(), reason);
      refuse(code, reason);
    } else {
      if (answer instanceof RelayMessage.Welcome) {
        state = State.GREETED;
        cancelTimeout();
        wire().trust();
      }
      wire().send(answer);
    }
  }

  private void answer(RelayMessage.Ping ping) {
    long nowUs = loop.clock().unixUs();
    wire().send(new RelayMessage.Pong(ping.number(), ping.unixUs(), nowUs, nowUs));
  }

  private void open(RelayMessage.Subscribe ask) {
    state = State.ASKED;
    NodeId child = Objects.requireNonNull(greeting.hello()).node();
    subscriptions.open(
        ask,
        child,
        loop,
        answer -> {
          if (state == State.ASKED) {
            answered(ask, child, answer);
          }
        });
  }

  private void answered(RelayMessage.Subscribe ask, NodeId child, Subscriptions.Answer answer) {
    switch (answer) {
      case Subscriptions.Answer.Opened opened -> {
        LOG.info("child joined stream={} node={} from={}", ask.key(), child, remoteAddress());
        wire().send(new RelayMessage.Subscribed(opened.epoch(), opened.path()));
        join(ask, opened);
      }
      case Subscriptions.Answer.Refused(String code, String reason) -> {
        node.counters().subscriptionsRefused.increment();
        refuse(code, reason);
      }
    }
  }

  private void join(RelayMessage.Subscribe ask, Subscriptions.Answer.Opened opened) {
    state = State.SERVED;
    node.counters().children.incrementAndGet();
    ChannelOutput socket = new ChannelOutput(context(), this::sayGoodbye);
    Viewer cursor =
        opened.stream()
            .join(
                loop,
                new RelayFormat(ask.headersOnly()),
                new ChildOutput(socket, wire()),
                startAt(ask.from()));
    socket.serve(cursor);
    output = socket;
    viewer = cursor;
  }

  private static StartAt startAt(RelayMessage.From from) {
    return switch (from) {
      case RelayMessage.From.Live() -> StartAt.NEWEST;
      case RelayMessage.From.After(var epoch, long sequence) -> new StartAt.After(epoch, sequence);
      case RelayMessage.From.AtSegment(var epoch, long _) -> new StartAt.After(epoch, -1);
    };
  }

  private void sayGoodbye(EndReason reason) {
    switch (reason) {
      case TOO_SLOW, STALLED -> TcpReset.close(context()); // it would not take a goodbye either
      case UNPUBLISHED,
          CONNECTION_LOST,
          SUPERSEDED,
          GRACE_EXPIRED,
          EXPIRED,
          BANNED,
          KICKED,
          DRAINING,
          LEFT,
          PEER_FAULT,
          FAULT ->
          end(new RelayMessage.Ended(reason.label()));
    }
  }

  private void outOfOrder(RelayMessage message) {
    String name = message.getClass().getSimpleName();
    node.faults().refused(RelayNode.PROTOCOL, "out-of-order", remoteAddress(), name);
    refuse("out-of-order", name + " now (" + state + ")");
  }

  private void leave() {
    if (viewer != null) {
      node.counters().children.decrementAndGet();
      viewer.leave();
      viewer = null;
    }
  }

  private void refuse(String code, String reason) {
    leave();
    end(new RelayMessage.Refused(code, reason));
  }

  private void end(RelayMessage last) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      cancelTimeout();
      wire().end(last);
      ChannelHandlerContext closing = context();
      loop.schedule(GOODBYE_MS, closing::close);
    }
  }

  private void refused(String code, String reason) {
    node.faults().refused(RelayNode.PROTOCOL, code, remoteAddress(), reason);
    context().close();
  }

  private void timedOut() {
    if (state == State.GREETING) {
      noteFault(
          ProtocolException.limit(
              "cluster.handshakeTimeout", node.limits().handshakeTimeoutMs() + " ms are over"));
      context().close();
    }
  }

  private void noteFault(Throwable cause) {
    node.faults().note(RelayNode.PROTOCOL, cause, remoteAddress());
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
  }

  private String remoteAddress() {
    return RemoteAddress.of(context().channel());
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  private RelayWire wire() {
    return Objects.requireNonNull(wire);
  }
}
