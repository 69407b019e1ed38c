package dev.freshet.cluster.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Other ways are the best two now.
///
/// @param left the way that was the first before, if it is another one now
public record RouteChange(Routes routes, @Nullable Way left, Cause cause) {
  /// Why.
  public enum Cause {
    /// The first way failed.
    FAILED,
    /// Its node is about to leave.
    DRAINING,
    /// It may not be taken any more: the stream's origin or the nodes below are others now.
    UNFIT,
    /// It has become so bad that it is as good as failed.
    DEGRADED,
    /// Another one has been better for a while.
    COMFORT,
    /// Only the second way is another one.
    STANDBY;

    /// What metrics call it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether the stream must move at once.
  public boolean isUrgent() {
    return switch (cause) {
      case FAILED, DRAINING, UNFIT, DEGRADED -> true;
      case COMFORT, STANDBY -> false;
    };
  }
}
