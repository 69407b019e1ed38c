package dev.freshet.node.relay.calls;

import dev.freshet.contract.time.Clock;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.function.Consumer;

/// A ping on its way. Owned by the loop of [PeerCalls].
final class PingCall implements Call {
  private final Clock clock;
  private final Consumer<PingAnswer> answer;
  private long sentNs;

  PingCall(Clock clock, Consumer<PingAnswer> answer) {
    this.clock = clock;
    this.answer = answer;
  }

  @Override
  public int bytes() {
    return 0;
  }

  @Override
  public RelayMessage ask(int number) {
    sentNs = clock.nanoTime();
    return new RelayMessage.Ping(number, clock.unixUs());
  }

  @Override
  public void answered(Peer peer, RelayMessage message) {
    if (message instanceof RelayMessage.Pong pong) {
      answer.accept(measured(peer, pong));
    } else {
      failed("lost", "another answer than a pong");
    }
  }

  private PingAnswer measured(Peer peer, RelayMessage.Pong pong) {
    long elapsedUs = (clock.nanoTime() - sentNs) / 1_000;
    long heldUs = pong.sentUnixUs() - pong.receivedUnixUs();
    long thereUs = pong.receivedUnixUs() - pong.pingUnixUs();
    long backUs = pong.sentUnixUs() - clock.unixUs();
    return new PingAnswer.Measured(
        peer,
        Math.max(0, elapsedUs - heldUs),
        (thereUs + backUs) / 2, // RFC 5905, section 8
        pong.loadPermille());
  }

  @Override
  public void failed(String code, String reason) {
    answer.accept(new PingAnswer.Failed(code, reason));
  }
}
