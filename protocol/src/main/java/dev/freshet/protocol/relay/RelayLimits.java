package dev.freshet.protocol.relay;

/// What one node takes from another at most. A value: no owner.
///
/// @param maxMessageBytes of one message's body; a frame with its payload is the largest
/// @param maxTracks of a stream
/// @param maxConfigBytes of a track's decoder configuration, and of its colour information
/// @param maxPathNodes of the way that a stream took; longer ways are loops
public record RelayLimits(
    int maxMessageBytes, int maxTracks, int maxConfigBytes, int maxPathNodes) {
  /// As wide as ingest takes from publishers.
  public static final RelayLimits DEFAULT = new RelayLimits(16 * 1024 * 1024 - 1, 32, 64 * 1024, 5);
}
