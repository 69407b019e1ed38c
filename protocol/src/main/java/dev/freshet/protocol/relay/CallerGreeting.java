package dev.freshet.protocol.relay;

import java.util.Arrays;

/// The greeting as the node has it that connects. Owned by the connection's loop.
public final class CallerGreeting {
  private final RelayIdentity self;
  private final RelayMessage.Hello hello;

  /// @param nonce 16 random bytes of a good source
  public CallerGreeting(RelayIdentity self, RelayMessage.Channel channel, byte[] nonce) {
    this.self = self;
    this.hello =
        new RelayMessage.Hello(
            self.oldest(),
            self.newest(),
            self.node(),
            self.boot(),
            channel,
            nonce,
            self.secretIds());
  }

  /// The first message.
  public RelayMessage.Hello hello() {
    return hello;
  }

  /// What to answer the listener: a proof, behind which requests may follow at once, or a refusal,
  /// after which the connection is closed.
  public RelayMessage answer(RelayMessage.Challenge challenge) {
    if (challenge.version() < self.oldest() || challenge.version() > self.newest()) {
      return new RelayMessage.Refused(
          "wrong-version",
          "version: "
              + challenge.version()
              + (" (expected: " + self.oldest() + " to " + self.newest() + ")"));
    }
    if (challenge.node().equals(self.node())) {
      return new RelayMessage.Refused("same-node", "node.id: " + self.node() + " is my own");
    }
    ClusterSecret secret = self.secret(challenge.secret());
    if (secret == null || !isProven(secret, challenge)) {
      return new RelayMessage.Refused(
          "wrong-secret", "the node " + challenge.node() + " does not have my cluster's secret");
    }
    return new RelayMessage.Proof(secret.callerProof(hello, challenge));
  }

  private boolean isProven(ClusterSecret secret, RelayMessage.Challenge challenge) {
    byte[] expected = secret.listenerProof(hello, challenge);
    return ClusterSecret.matches(expected, challenge.proof())
        && !Arrays.equals(hello.nonce(), challenge.nonce()); // an echo of what I said
  }
}
