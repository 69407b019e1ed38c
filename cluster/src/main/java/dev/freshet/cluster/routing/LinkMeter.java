package dev.freshet.cluster.routing;

/// The measurements of one link, smoothed. Owned by the router's loop.
final class LinkMeter {
  private static final double RTT_GAIN = 0.3;
  private static final double DEVIATION_GAIN = 0.25;
  private static final double LOSS_GAIN = 0.1;
  private static final int OFFSETS = 8;

  private final RoutingLimits limits;
  private final long[] roundTripsUs = new long[OFFSETS];
  private final long[] offsetsUs = new long[OFFSETS];
  private LinkState state = LinkState.UNKNOWN;
  private double rttUs;
  private double deviationUs;
  private double loss;
  private int loadPercent = -1;
  private int failuresInRow;
  private int answersInRow;
  private long answers;
  private long failures;
  private long changedMs;
  private long answeredMs;
  private String reason = "";

  LinkMeter(RoutingLimits limits, long nowMs) {
    this.limits = limits;
    this.changedMs = nowMs;
  }

  /// @return whether the link came up
  boolean answered(PingAnswer.Answered answer, long nowMs) {
    smooth(answer.roundTripUs());
    int slot = (int) (answers % OFFSETS);
    roundTripsUs[slot] = answer.roundTripUs();
    offsetsUs[slot] = answer.clockOffsetUs();
    loadPercent = Math.clamp(answer.loadPercent(), 0, 100);
    answers++;
    answersInRow++;
    failuresInRow = 0;
    loss -= loss * LOSS_GAIN;
    answeredMs = nowMs;
    boolean trusted = state != LinkState.DOWN || answersInRow >= limits.recoverPings();
    return trusted && change(LinkState.UP, "", nowMs);
  }

  private void smooth(long roundTripUs) {
    if (answers == 0) {
      rttUs = roundTripUs;
    } else {
      deviationUs += (Math.abs(roundTripUs - rttUs) - deviationUs) * DEVIATION_GAIN;
      rttUs += (roundTripUs - rttUs) * RTT_GAIN;
    }
  }

  /// A ping stayed without an answer.
  ///
  /// @return whether the link went down
  boolean failed(String why, long nowMs) {
    failures++;
    failuresInRow++;
    answersInRow = 0;
    loss += (1 - loss) * LOSS_GAIN;
    return failuresInRow >= limits.failedPings() && change(LinkState.DOWN, why, nowMs);
  }

  /// Whoever sends media on it says that it is broken.
  ///
  /// @return whether the link went down
  boolean broken(String why, long nowMs) {
    answersInRow = 0;
    return change(LinkState.DOWN, why, nowMs);
  }

  private boolean change(LinkState next, String why, long nowMs) {
    if (state == next) {
      return false;
    }
    state = next;
    reason = why;
    changedMs = nowMs;
    return true;
  }

  LinkState state() {
    return state;
  }

  /// What it is worth now.
  LinkQuality quality() {
    return new LinkQuality(
        state,
        Math.round(rttUs),
        Math.round(deviationUs),
        (int) Math.round(loss * 1_000),
        loadPercent,
        clockOffsetUs());
  }

  /// The offset that was measured on the shortest round trip of late: the others stood in queues.
  private long clockOffsetUs() {
    int best = 0;
    for (int i = 1; i < Math.min(answers, OFFSETS); i++) {
      best = roundTripsUs[i] < roundTripsUs[best] ? i : best;
    }
    return offsetsUs[best];
  }

  LinkRow row(LinkKey link, String purpose, long nowMs) {
    return new LinkRow(
        link,
        quality(),
        purpose,
        reason,
        answers,
        failures,
        nowMs - changedMs,
        answers == 0 ? -1 : nowMs - answeredMs);
  }
}
