package dev.freshet.contract.time;

/// Where time comes from. Thread-safe.
public interface Clock {
  /// Monotonic time in nanoseconds; only differences mean anything.
  long nanoTime();

  /// Wall-clock time in microseconds since 1970-01-01T00:00Z; may jump.
  long unixUs();

  /// Monotonic time in milliseconds; only differences mean anything.
  default long monotonicMs() {
    return nanoTime() / 1_000_000;
  }

  /// Wall-clock time in milliseconds since 1970-01-01T00:00Z; may jump.
  default long unixMs() {
    return unixUs() / 1_000;
  }

  /// The machine's clocks.
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
