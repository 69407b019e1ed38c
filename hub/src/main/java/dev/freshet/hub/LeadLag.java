package dev.freshet.hub;

/// How far sound gets ahead of pictures before these come, as they usually do: measured over whole
/// GOPs. Owned by the stream's loop.
final class LeadLag {
  private static final long UNKNOWN = -1;

  private long aheadUs; // since the last picture
  private long nowUs; // in the GOP that goes on
  private long beforeUs = UNKNOWN; // in the one before

  /// Another publisher may send in another order.
  void forget() {
    aheadUs = 0;
    nowUs = 0;
    beforeUs = UNKNOWN;
  }

  /// Sound came that is `byUs` ahead of the last picture.
  void soundCame(long byUs) {
    aheadUs = Math.max(aheadUs, byUs);
  }

  /// A picture came.
  ///
  /// @param entry whether a GOP begins with it
  void pictureCame(boolean entry) {
    if (aheadUs <= OpenParts.MAX_SKEW_US) { // else pictures had stalled
      nowUs = Math.max(nowUs, aheadUs);
    }
    aheadUs = 0;
    if (entry) {
      beforeUs = nowUs;
      nowUs = 0;
    }
  }

  /// In us; as much as is tolerated at all while nobody knows.
  long usualUs() {
    return beforeUs == UNKNOWN ? OpenParts.MAX_SKEW_US : Math.max(beforeUs, nowUs);
  }
}
