package dev.freshet.cluster.routing;

import dev.freshet.contract.service.OperatorPolicy;
import dev.freshet.contract.service.StandbyMode;

/// What a service wants of its streams' ways. Immutable.
public record RoutePolicy(StandbyMode standby, OperatorPolicy betweenOperators) {
  /// What services have that say nothing.
  public static final RoutePolicy DEFAULT =
      new RoutePolicy(StandbyMode.WARM, OperatorPolicy.REFUSE);
}
