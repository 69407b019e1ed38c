package dev.freshet.node.relay.calls;

/// What a ping found out. A value: no owner.
public sealed interface PingAnswer {
  /// The node is there.
  ///
  /// @param roundTripUs of the question and its answer, without the time that the other node took
  /// @param clockOffsetUs by which the other node's wall clock is ahead of this one's; wrong by
  ///   half of the round trip at most
  /// @param loadPermille how loaded it is, in thousandths of its limit
  record Measured(Peer peer, long roundTripUs, long clockOffsetUs, int loadPermille)
      implements PingAnswer {}

  /// There was no answer.
  ///
  /// @param code see [AskAnswer.Failed]
  /// @param reason for people
  record Failed(String code, String reason) implements PingAnswer {}
}
