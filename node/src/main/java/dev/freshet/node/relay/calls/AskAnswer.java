package dev.freshet.node.relay.calls;

/// What became of a question. A value: no owner.
public sealed interface AskAnswer {
  /// The answer, opaque.
  record Answered(Peer peer, byte[] bytes) implements AskAnswer {}

  /// There was none.
  ///
  /// @param code stable, for programs: `timeout`, `lost` (no connection, or it broke), `limit`,
  ///   `unknown-topic`, or that of a refused greeting such as `wrong-secret`
  /// @param reason for people
  record Failed(String code, String reason) implements AskAnswer {}
}
