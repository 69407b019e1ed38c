package dev.freshet.node.relay.pull;

/// How long a connection has been silent, as seen at regular looks. Owned by its pull. Time in
/// which this node itself did not get to look is not held against the other end.
final class Pulse {
  private long seenBytes = -1;
  private long silentMs;

  /// Looks at how much has come.
  ///
  /// @param passedMs since the last look, what is to be counted of it
  void look(long receivedBytes, long passedMs) {
    if (receivedBytes != seenBytes) {
      seenBytes = receivedBytes;
      silentMs = 0;
    } else {
      silentMs += passedMs;
    }
  }

  long silentMs() {
    return silentMs;
  }
}
