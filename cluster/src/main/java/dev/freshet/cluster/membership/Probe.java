package dev.freshet.cluster.membership;

import java.util.function.Consumer;

/// A direct question to a node, past the store: are you there? Given by whoever has sockets.
public interface Probe {
  /// Asks `node` at its addresses.
  ///
  /// @param timeoutMs how long it may take; no answer by then is [ProbeAnswer.Silent]
  /// @param answer called once, later, on the membership's loop
  void ask(NodeRecord node, long timeoutMs, Consumer<ProbeAnswer> answer);

  /// What came back.
  sealed interface ProbeAnswer {
    /// It is there.
    ///
    /// @param bootId of the process that answered
    record Alive(long bootId) implements ProbeAnswer {}

    /// Nobody answered, or the connection was refused; the reason is for people.
    record Silent(String reason) implements ProbeAnswer {}
  }
}
