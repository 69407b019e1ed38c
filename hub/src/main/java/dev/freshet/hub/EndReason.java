package dev.freshet.hub;

/// Why a publication, a stream or a viewer came to its end; in the words of the API and the
/// metrics.
public enum EndReason {
  /// The publisher said goodbye.
  UNPUBLISHED,
  /// The publisher's connection broke or fell silent.
  CONNECTION_LOST,
  /// Another publisher took the stream over.
  SUPERSEDED,
  /// The publisher did not come back within its grace period.
  GRACE_EXPIRED,
  /// The right to publish or play ran out.
  EXPIRED,
  /// A ban.
  BANNED,
  /// An administrator's call.
  KICKED,
  /// The node is leaving.
  DRAINING,
  /// A viewer that could not keep up.
  TOO_SLOW,
  /// A viewer whose socket took nothing for too long.
  STALLED,
  /// The viewer left.
  LEFT,
  /// The publisher broke its protocol.
  PEER_FAULT,
  /// A bug of ours; the log has the trace.
  FAULT;

  /// Whether the peer that is told so would still take a goodbye: a socket that takes nothing would
  /// only keep it.
  public boolean allowsGoodbye() {
    return switch (this) {
      case TOO_SLOW, STALLED -> false;
      case UNPUBLISHED,
          CONNECTION_LOST,
          SUPERSEDED,
          GRACE_EXPIRED,
          EXPIRED,
          BANNED,
          KICKED,
          DRAINING,
          LEFT,
          PEER_FAULT,
          FAULT ->
          true;
    };
  }

  /// In the words of the API: `grace-expired`.
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
