package dev.freshet.testkit.dash;

/// Times of XML Schema. No state.
final class MpdTimes {
  private MpdTimes() {}

  /// `PT1.5S`.
  static double seconds(String duration) {
    return Double.parseDouble(duration.substring(2, duration.length() - 1));
  }
}
