package dev.freshet.app.client;

/// A distribution of delays, in steps of 0.1 ms up to 10 s. Owned by its [PlayMeter].
final class DelayMeter {
  private static final int STEP_US = 100;
  private static final int MAX_STEPS = 100_000;

  private final int[] counts = new int[MAX_STEPS + 1];
  private long count;
  private long minUs = Long.MAX_VALUE;
  private long maxUs = Long.MIN_VALUE;
  private long sumSinceReportUs;
  private int countSinceReport;

  void add(long delayUs) {
    counts[Math.clamp(delayUs / STEP_US, 0, MAX_STEPS)]++;
    count++;
    minUs = Math.min(minUs, delayUs);
    maxUs = Math.max(maxUs, delayUs);
    sumSinceReportUs += delayUs;
    countSinceReport++;
  }

  long count() {
    return count;
  }

  long minUs() {
    return minUs;
  }

  long maxUs() {
    return maxUs;
  }

  /// What this part of all delays is not above, in us.
  long quantileUs(double part) {
    long rank = Math.max(1, (long) Math.ceil(part * count));
    long seen = 0;
    for (int step = 0; step <= MAX_STEPS; step++) {
      seen += counts[step];
      if (seen >= rank) {
        return Math.clamp((long) step * STEP_US + STEP_US / 2, minUs, maxUs);
      }
    }
    return maxUs;
  }

  /// Mean since the last call in us, or -1 if there was none.
  long reportUs() {
    long meanUs = countSinceReport == 0 ? -1 : sumSinceReportUs / countSinceReport;
    sumSinceReportUs = 0;
    countSinceReport = 0;
    return meanUs;
  }
}
