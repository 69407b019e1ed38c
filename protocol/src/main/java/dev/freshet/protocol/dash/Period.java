package dev.freshet.protocol.dash;

import java.util.List;

/// A stretch without a break: a discontinuity or a new codec begins the next one (5.3.2). A value:
/// no owner. It ends where the next one starts.
///
/// @param id never used again for another
/// @param startUs from the presentation's availability start
/// @param sets pictures, sound
public record Period(String id, long startUs, List<AdaptationSet> sets) {
  public Period {
    Expect.notEmpty("period.id", id);
    Expect.atLeast("period.startUs", startUs, 0);
    sets = List.copyOf(sets);
    Expect.atLeast("period.sets", sets.size(), 1);
  }
}
