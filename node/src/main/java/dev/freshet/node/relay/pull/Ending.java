package dev.freshet.node.relay.pull;

import dev.freshet.hub.EndReason;

/// What a parent's last word means here.
final class Ending {
  private Ending() {}

  /// The reason with this label; one that only a newer node knows is taken for the publisher's
  /// goodbye.
  static EndReason of(String label) {
    for (EndReason reason : EndReason.values()) {
      if (reason.label().equals(label)) {
        return reason;
      }
    }
    return EndReason.UNPUBLISHED;
  }

  /// Whether the stream is over everywhere, and not this parent alone.
  static boolean isOver(EndReason reason) {
    return switch (reason) {
      case UNPUBLISHED, SUPERSEDED, GRACE_EXPIRED, EXPIRED, BANNED, KICKED, FAULT -> true;
      case CONNECTION_LOST, DRAINING, TOO_SLOW, STALLED, LEFT, PEER_FAULT -> false;
    };
  }
}
