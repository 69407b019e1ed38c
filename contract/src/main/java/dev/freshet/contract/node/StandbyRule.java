package dev.freshet.contract.node;

import dev.freshet.contract.service.StandbyMode;

/// How a node keeps a second way to each stream that it pulls, and when it takes it. Each is a
/// configuration key below `cluster:`. Immutable.
///
/// @param lateMs a frame that the second way has announced for this long, and the first has not
///   brought, says that the first is stuck
/// @param suspectMs a parent that says nothing for this long, not even when asked, is left if there
///   is another
public record StandbyRule(StandbyMode mode, int lateMs, int suspectMs) {
  /// What a node starts with.
  public static final StandbyRule DEFAULTS = new StandbyRule(StandbyMode.WARM, 400, 600);
}
