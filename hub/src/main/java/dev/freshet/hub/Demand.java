package dev.freshet.hub;

/// What the viewers of one loop ask for, at the widest window that their profiles allow: the part
/// of a loop's work that cannot be put off. Owned by that loop; made anew for each question.
public final class Demand {
  private double sendsPerSecond;
  private long bytes;
  private long unsentBytes;

  /// Sends a second at the widest windows.
  public double sendsPerSecond() {
    return sendsPerSecond;
  }

  /// Bytes for all viewers since the question before.
  public long bytes() {
    return bytes;
  }

  /// Bytes that wait unsent for them.
  public long unsentBytes() {
    return unsentBytes;
  }

  void addUnsent(long waiting) {
    unsentBytes += waiting;
  }

  /// @param streamBytes what each of the viewers gets
  void add(int viewers, long streamBytes, int widestWindowMs) {
    sendsPerSecond += streamBytes == 0 ? 0 : viewers * 1_000.0 / widestWindowMs;
    bytes += viewers * streamBytes;
  }
}
