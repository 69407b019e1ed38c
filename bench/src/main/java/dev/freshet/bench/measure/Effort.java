package dev.freshet.bench.measure;

/// How much is spent on each number. A value: no owner.
///
/// @param warmUpSeconds before measuring, so that the subject's code is compiled
/// @param seconds of measuring
/// @param repeats of everything, each with fresh processes
/// @param divisor by which crowds are made smaller: 1 for results that count
public record Effort(int warmUpSeconds, int seconds, int repeats, int divisor) {
  /// What results that count take.
  public static final Effort FULL = new Effort(8, 8, 3, 1);

  /// Shows that a scenario works. A server without GOP cache needs 2 s to begin.
  public static final Effort QUICK = new Effort(3, 2, 1, 20);

  /// How many of `viewers` come.
  public int scaled(int viewers) {
    return Math.max(4, viewers / divisor);
  }
}
