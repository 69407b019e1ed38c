package dev.freshet.protocol.relay;

import org.jspecify.annotations.Nullable;

/// The greeting as the node has it that was connected to. Owned by the connection's loop.
public final class ListenerGreeting {
  private final RelayIdentity self;
  private final byte[] nonce;
  private RelayMessage.@Nullable Hello hello;
  private RelayMessage.@Nullable Challenge challenge;

  /// @param nonce 16 random bytes of a good source
  public ListenerGreeting(RelayIdentity self, byte[] nonce) {
    this.self = self;
    this.nonce = nonce;
  }

  /// Who is there, once it said so; true only after [#answer(RelayMessage.Proof, long)] welcomed
  /// it.
  public RelayMessage.@Nullable Hello hello() {
    return hello;
  }

  /// What to answer the caller: a challenge, or a refusal, after which the connection is closed.
  public RelayMessage answer(RelayMessage.Hello caller) {
    int version = Math.min(self.newest(), caller.newest());
    if (version < Math.max(self.oldest(), caller.oldest())) {
      return new RelayMessage.Refused(
          "wrong-version",
          ("versions: " + caller.oldest() + " to " + caller.newest())
              + (" (expected: one of " + self.oldest() + " to " + self.newest() + ")"));
    }
    if (caller.node().equals(self.node())) {
      return new RelayMessage.Refused(
          "same-node", "node.id: " + caller.node() + " (expected: another than this node's)");
    }
    ClusterSecret secret = common(caller);
    if (secret == null) {
      return new RelayMessage.Refused("wrong-secret", "no secret in common (see cluster.secret)");
    }
    var unproven =
        new RelayMessage.Challenge(
            version, self.node(), self.boot(), nonce, secret.id(), new byte[0]);
    hello = caller;
    challenge = unproven.with(secret.listenerProof(caller, unproven));
    return challenge;
  }

  /// What to answer the caller's proof: a welcome, or a refusal.
  ///
  /// @param unixUs this node's wall clock
  public RelayMessage answer(RelayMessage.Proof proof, long unixUs) {
    if (hello == null || challenge == null) {
      return new RelayMessage.Refused("out-of-order", "a proof before a hello");
    }
    ClusterSecret secret = self.secret(challenge.secret());
    if (secret == null
        || !ClusterSecret.matches(secret.callerProof(hello, challenge), proof.proof())) {
      return new RelayMessage.Refused("wrong-secret", "the proof is not of this cluster's secret");
    }
    return new RelayMessage.Welcome(unixUs);
  }

  /// The first of the caller's secrets that this node has too.
  private @Nullable ClusterSecret common(RelayMessage.Hello caller) {
    for (int id : caller.secrets()) {
      ClusterSecret secret = self.secret(id);
      if (secret != null) {
        return secret;
      }
    }
    return null;
  }
}
