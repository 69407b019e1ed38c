package dev.freshet.contract.node;

/// What one client may cost a node. Each limit is a configuration key below `limits:`, named like
/// the component without its unit. Immutable; a change is a new value that applies to new
/// connections.
///
/// @param handshakeTimeoutMs PROXY header, TLS handshake and RTMP handshake, each
/// @param headerTimeoutMs from a finished handshake to a whole HTTP request, or to an RTMP
///   `publish` or `play`
/// @param idleTimeoutMs a publisher that sent nothing, or a kept-alive HTTP connection that asked
///   for nothing, for this long is closed
/// @param maxHeaderBytes request line and headers of an HTTP request
/// @param maxMessageBytes one RTMP message, WebSocket message or HTTP request body
/// @param maxChunkBytes the RTMP chunk size that a peer may set
/// @param maxChunkStreams RTMP chunk streams of one connection
/// @param maxMetadataBytes one metadata message
/// @param maxConnectionsPerAddress open connections of one client address; an IPv6 address counts
///   by its /64 network
/// @param maxConnections open connections of the node
/// @param maxBytesInFlight bytes of the RTMP messages that one connection has begun and not
///   completed
/// @param maxConcurrentRequests of one HTTP/2 connection, endless bodies among them
/// @param maxControlFrames resets, pings, settings and priorities of one HTTP/2 connection in 30 s
public record NodeLimits(
    int handshakeTimeoutMs,
    int headerTimeoutMs,
    int idleTimeoutMs,
    int maxHeaderBytes,
    int maxMessageBytes,
    int maxChunkBytes,
    int maxChunkStreams,
    int maxMetadataBytes,
    int maxConnectionsPerAddress,
    int maxConnections,
    int maxBytesInFlight,
    int maxConcurrentRequests,
    int maxControlFrames) {

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /// The limits of a node that nobody configured.
  public static final NodeLimits DEFAULTS =
      new NodeLimits(
          10_000, 10_000, 30_000, 16 * KIB, 10 * MIB, 16 * MIB, 64, 64 * KIB, 2_000, 100_000,
          16 * MIB, 100, 200);
}
