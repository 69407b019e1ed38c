package dev.freshet.bench.report;

/// What a number must reach. A value: no owner.
///
/// @param bound which side is good
/// @param relative whether `value` is a multiple of the reference measured in the same run
/// @param value the limit itself
public record Target(Bound bound, boolean relative, double value) {
  /// Which side is good.
  public enum Bound {
    AT_MOST,
    AT_LEAST,
    NONE
  }

  /// Shown for comparison only.
  public static final Target NONE = new Target(Bound.NONE, false, 0);

  public static Target atMost(double value) {
    return new Target(Bound.AT_MOST, false, value);
  }

  public static Target atLeast(double value) {
    return new Target(Bound.AT_LEAST, false, value);
  }

  public static Target atMostTimes(double factor) {
    return new Target(Bound.AT_MOST, true, factor);
  }

  public static Target atLeastTimes(double factor) {
    return new Target(Bound.AT_LEAST, true, factor);
  }

  /// By which factor `measured` (the number, or its ratio if relative) misses; at most 1 if it does
  /// not.
  public double missFactor(double measured) {
    return switch (bound) {
      case AT_MOST ->
          value == 0 ? (measured <= 0 ? 0 : Double.POSITIVE_INFINITY) : measured / value;
      case AT_LEAST -> measured <= 0 ? Double.POSITIVE_INFINITY : value / measured;
      case NONE -> 0;
    };
  }
}
