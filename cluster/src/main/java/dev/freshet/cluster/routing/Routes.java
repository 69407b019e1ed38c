package dev.freshet.cluster.routing;

import dev.freshet.contract.service.StandbyMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ways of one stream to this node at one moment. Immutable.
///
/// @param ways the one that feeds, the one that stands by, then all others that may be tried when
///   these fail, the best first
/// @param standby how ready the second is to be
public record Routes(List<Way> ways, StandbyMode standby, WhyChosen why) {
  public Routes {
    ways = List.copyOf(ways);
  }

  /// Who feeds, or null if there is nobody.
  public @Nullable Way first() {
    return ways.isEmpty() ? null : ways.getFirst();
  }

  /// Who stands by, or null if there is nobody.
  public @Nullable Way second() {
    return ways.size() < 2 ? null : ways.get(1);
  }
}
