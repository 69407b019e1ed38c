package dev.freshet.cluster.routing;

import java.util.Locale;

/// How often a link is measured.
enum PingPace {
  /// A stream comes over it, or it stands by for one.
  ACTIVE,
  /// It may be used next.
  CANDIDATE,
  /// It is looked at now and then.
  IDLE;

  long everyMs(RoutingLimits limits) {
    return switch (this) {
      case ACTIVE -> limits.activeEveryMs();
      case CANDIDATE -> limits.candidateEveryMs();
      case IDLE -> limits.idleEveryMs();
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
