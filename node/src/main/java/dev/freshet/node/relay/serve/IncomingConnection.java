package dev.freshet.node.relay.serve;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.ProtocolException;
import dev.freshet.node.net.RemoteAddress;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.RelayWire;
import dev.freshet.node.relay.Respondent;
import dev.freshet.protocol.relay.ListenerGreeting;
import dev.freshet.protocol.relay.RelayMessage;
import dev.freshet.protocol.relay.RelayReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection of another node, or of somebody who says so: greets it, and hands what comes then
/// to the [Talk] that it is for. Owned by the channel's loop.
final class IncomingConnection extends ChannelInboundHandlerAdapter implements RelayReceiver, Line {
  /// How long a goodbye may take to leave.
  private static final long GOODBYE_MS = 3_000;

  private final RelayNode node;
  private final Subscriptions subscriptions;
  private final Respondent respondent;
  private final Loop loop;
  private final ListenerGreeting greeting;
  private @Nullable Talk talk; // null: not greeted yet
  private boolean closed;
  private Loop.@Nullable Timer timeout;
  private @Nullable ChannelHandlerContext context;
  private @Nullable RelayWire wire;

  IncomingConnection(
      RelayNode node, Subscriptions subscriptions, Respondent respondent, Loop loop) {
    this.node = node;
    this.subscriptions = subscriptions;
    this.respondent = respondent;
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
      case RelayMessage.Hello hello when talk == null -> answer(greeting.answer(hello));
      case RelayMessage.Proof proof when talk == null ->
          answer(greeting.answer(proof, loop.clock().unixUs()));
      case RelayMessage.Refused(String code, String reason) -> refused(code, reason);
      default -> {
        if (talk == null || !talk.take(message)) {
          outOfOrder(message);
        }
      }
    }
  }

  @Override
  public void frame(Frame frame) {
    frame.release();
    throw ProtocolException.malformed("a frame (expected: a request)");
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext writing) {
    if (talk != null) {
      talk.writable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext told, Object event) {
    if (!(event instanceof RelayProtocol.Drain)) {
      told.fireUserEventTriggered(event);
    } else if (talk != null) {
      talk.drain();
    } else {
      refuse("draining", "this node is leaving");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext closing) {
    closed = true;
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
        cancelTimeout();
        wire().trust();
        talk = talk();
      }
      wire().send(answer);
    }
  }

  private Talk talk() {
    return switch (hello().channel()) {
      case MEDIA -> new MediaTalk(this, node, subscriptions, respondent);
      case PROBE, CONTROL -> new CallTalk(this, node, respondent);
    };
  }

  private void outOfOrder(RelayMessage message) {
    String name = message.getClass().getSimpleName();
    node.faults().refused(RelayNode.PROTOCOL, "out-of-order", remoteAddress(), name);
    refuse("out-of-order", name + " now (" + (talk == null ? "GREETING" : "GREETED") + ")");
  }

  private void leave() {
    if (talk != null) {
      talk.leave();
    }
  }

  @Override
  public void refuse(String code, String reason) {
    leave();
    end(new RelayMessage.Refused(code, reason));
  }

  @Override
  public void end(RelayMessage last) {
    if (!closed) {
      closed = true;
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
    if (talk == null) {
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

  private RelayMessage.Hello hello() {
    return Objects.requireNonNull(greeting.hello());
  }

  @Override
  public NodeId peer() {
    return hello().node();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public String remoteAddress() {
    return RemoteAddress.of(context().channel());
  }

  @Override
  public ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  @Override
  public RelayWire wire() {
    return Objects.requireNonNull(wire);
  }
}
