package dev.freshet.node.load;

import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.node.LoadLimits;

/// Makes levels of loads: up when two in a row are over a threshold, down, one level at a time,
/// when the load was well below it for a while. Owned by the load watch's thread; one for each
/// loop.
final class LoadRule {
  private static final int UP_AFTER = 2;
  private static final int DOWN_AFTER = 5;
  private static final double WELL_BELOW = 0.1;

  private LoadLevel level = LoadLevel.GREEN;
  private int above;
  private int below;

  /// The level after one more second.
  LoadLevel next(double load, LoadLimits limits) {
    LoadLevel wanted = levelOf(load, limits);
    boolean rises = wanted.compareTo(level) > 0;
    boolean falls = levelOf(load + WELL_BELOW, limits).compareTo(level) < 0;
    above = rises ? above + 1 : 0;
    below = falls ? below + 1 : 0;
    if (above >= UP_AFTER) {
      level = wanted;
      above = 0;
    } else if (below >= DOWN_AFTER) {
      level = LoadLevel.values()[level.ordinal() - 1];
      below = 0;
    }
    return level;
  }

  private static LoadLevel levelOf(double load, LoadLimits limits) {
    if (load >= limits.redPercent() / 100.0) {
      return LoadLevel.RED;
    }
    if (load >= limits.orangePercent() / 100.0) {
      return LoadLevel.ORANGE;
    }
    return load >= limits.yellowPercent() / 100.0 ? LoadLevel.YELLOW : LoadLevel.GREEN;
  }
}
