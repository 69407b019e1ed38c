package dev.freshet.node.relay.calls;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.dial.Dialer;
import dev.freshet.node.relay.dial.NodeLink;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection over which one node is asked, and the questions that wait for their answers. Owned
/// by the loop of [PeerCalls].
final class CallConnection implements NodeLink.User {
  /// Whom it tells.
  interface Owner {
    /// One of its questions has an answer, or will have none.
    void answered();

    /// It is of no use any more; all its questions have failed.
    void closed(CallConnection ended);
  }

  /// @param heardBytes that had come when the question was put
  private record Waiting(Call call, Loop.Timer timer, long heardBytes) {}

  private final RelayNode node;
  private final Loop loop;
  private final Owner owner;
  private final NodeLink link;
  private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();
  private @Nullable Peer peer; // null: not greeted yet
  private Loop.@Nullable Timer idleTimer;
  private int lastNumber;
  private long askedMs;
  private boolean closed;

  CallConnection(
      RelayNode node, HostPort address, RelayMessage.Channel channel, Loop loop, Owner owner) {
    this.node = node;
    this.loop = loop;
    this.owner = owner;
    this.link = new NodeLink(node, address, channel, loop, this);
  }

  void open(Dialer dialer) {
    if (!closed) {
      link.open(dialer);
      idleTimer = loop.schedule(idleMs(), this::closeIfIdle);
    }
  }

  /// Whether nobody waits for an answer.
  boolean isIdle() {
    return waiting.isEmpty();
  }

  void ask(Call call, int timeoutMs) {
    int number = ++lastNumber;
    Loop.Timer timer = loop.schedule(timeoutMs, () -> timedOut(number, timeoutMs));
    waiting.put(number, new Waiting(call, timer, link.receivedBytes()));
    askedMs = loop.clock().monotonicMs();
    if (peer != null) {
      link.send(call.ask(number));
    }
  }

  @Override
  public void greeted(NodeId id, long boot) {
    peer = new Peer(id, boot);
    link.settle();
    waiting.forEach((number, call) -> link.send(call.call.ask(number)));
  }

  @Override
  public void message(RelayMessage message) {
    switch (message) {
      case RelayMessage.Pong pong -> answered(pong.number(), pong);
      case RelayMessage.Told told -> answered(told.number(), told);
      default -> throw NodeLink.outOfOrder(message, "asked");
    }
  }

  private void answered(int number, RelayMessage message) {
    Waiting done = waiting.remove(number);
    if (done != null && peer != null) { // else it is too late
      done.timer.cancel();
      owner.answered();
      done.call.answered(peer, message);
    }
  }

  @Override
  public void frame(Frame frame) {
    frame.release(); // nobody asks for any here
  }

  @Override
  public void refused(String code, String reason) {
    end(code, reason);
  }

  @Override
  public void lost(String reason) {
    end("lost", reason);
  }

  /// Whoever was silent all the time may be gone without a word: the next question dials anew.
  private void timedOut(int number, int timeoutMs) {
    Waiting late = waiting.remove(number);
    if (late == null) {
      return;
    }
    node.counters().callsTimedOut.increment();
    owner.answered();
    late.call.failed("timeout", "no answer within " + timeoutMs + " ms");
    if (peer != null && link.receivedBytes() == late.heardBytes) {
      end("lost", "silent for " + timeoutMs + " ms");
    }
  }

  private void closeIfIdle() {
    long idleForMs = loop.clock().monotonicMs() - askedMs;
    if (isIdle() && idleForMs >= idleMs()) {
      end("lost", "idle");
    } else {
      long leftMs = isIdle() ? idleMs() - idleForMs : idleMs();
      idleTimer = loop.schedule(leftMs, this::closeIfIdle);
    }
  }

  private int idleMs() {
    return node.limits().calls().idleMs();
  }

  /// Closes it; whoever waits is told why.
  void end(String code, String reason) {
    if (closed) {
      return;
    }
    closed = true;
    if (idleTimer != null) {
      idleTimer.cancel();
    }
    link.close();
    owner.closed(this);
    List<Waiting> left = new ArrayList<>(waiting.values());
    waiting.clear();
    for (Waiting one : left) {
      one.timer.cancel();
      owner.answered();
      one.call.failed(code, reason);
    }
  }
}
