package dev.freshet.node.relay.serve;

import dev.freshet.contract.node.CallLimits;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.Respondent;
import dev.freshet.protocol.relay.RelayMessage;
import org.jspecify.annotations.Nullable;

/// Answers pings and questions of another node, see `dev.freshet.node.relay.calls.PeerCalls`. Owned
/// by the connection's loop. Whoever asks closes a connection that is idle; one that is not closed
/// long after that has no other end any more.
final class CallTalk implements Talk {
  private static final byte[] NOTHING = {};

  private final Line line;
  private final RelayNode node;
  private final Respondent respondent;
  private final CallLimits limits;
  private int open;
  private boolean heard = true;
  private boolean over;
  private Loop.Timer idleTimer;

  CallTalk(Line line, RelayNode node, Respondent respondent) {
    this.line = line;
    this.node = node;
    this.respondent = respondent;
    this.limits = node.limits().calls();
    idleTimer = line.loop().schedule(2L * limits.idleMs(), this::closeIfIdle);
  }

  @Override
  public boolean take(RelayMessage message) {
    heard = true;
    return switch (message) {
      case RelayMessage.Ping ping -> {
        node.counters().callsAnswered.increment();
        line.wire().send(pong(ping, line.loop(), respondent));
        yield true;
      }
      case RelayMessage.Ask ask -> {
        answer(ask);
        yield true;
      }
      default -> false;
    };
  }

  /// What to answer a ping.
  static RelayMessage.Pong pong(RelayMessage.Ping ping, Loop loop, Respondent respondent) {
    long nowUs = loop.clock().unixUs();
    return new RelayMessage.Pong(
        ping.number(), ping.unixUs(), nowUs, nowUs, respondent.loadPermille());
  }

  private void answer(RelayMessage.Ask ask) {
    if (open >= limits.maxOpen() || ask.question().length > limits.maxBytes()) {
      tell(ask, "limit", NOTHING);
      return;
    }
    open++;
    respondent.answer(
        line.peer(), ask.topic(), ask.question(), line.loop(), bytes -> answered(ask, bytes));
  }

  private void answered(RelayMessage.Ask ask, byte @Nullable [] bytes) {
    open--;
    if (over) {
      return;
    }
    if (bytes == null) {
      tell(ask, "unknown-topic", NOTHING);
    } else if (bytes.length > limits.maxBytes()) {
      tell(ask, "limit", NOTHING);
    } else {
      node.counters().callsAnswered.increment();
      tell(ask, "", bytes);
    }
  }

  private void tell(RelayMessage.Ask ask, String code, byte[] bytes) {
    line.wire().send(new RelayMessage.Told(ask.number(), code, bytes));
  }

  private void closeIfIdle() {
    if (heard) {
      heard = false;
      idleTimer = line.loop().schedule(2L * limits.idleMs(), this::closeIfIdle);
    } else {
      line.refuse("idle", "nothing was asked for " + 2 * limits.idleMs() + " ms");
    }
  }

  @Override
  public void writable() {}

  /// Whoever asks is answered while children still find other parents.
  @Override
  public void drain() {
    idleTimer.cancel();
    idleTimer = line.loop().schedule(MediaTalk.MOVE_MS, this::goodbye);
  }

  private void goodbye() {
    line.refuse("draining", "this node is leaving");
  }

  @Override
  public void leave() {
    over = true;
    idleTimer.cancel();
  }
}
