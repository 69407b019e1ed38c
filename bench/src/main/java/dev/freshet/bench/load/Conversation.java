package dev.freshet.bench.load;

import org.jspecify.annotations.Nullable;

/// A client's side of a connection, until its bytes need no more than counting. Owned by its
/// connection.
interface Conversation {
  /// Nothing to say.
  byte[] SILENCE = new byte[0];

  /// What to say once connected.
  byte[] opening();

  /// Hears `bytes[from, to)`, read at `nowNs`, and answers.
  byte[] hear(byte[] bytes, int from, int to, long nowNs);

  /// Whether the opening is over: media flows, or may be sent.
  boolean isUnderWay();

  /// Why the server will not serve, or null.
  @Nullable String refusal();
}
