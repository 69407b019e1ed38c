package dev.freshet.hub;

import dev.freshet.media.GopHeader.Anchor;
import dev.freshet.media.GopHeader.Counting;

/// Finds out from where manifests may count segments. Owned by the stream's loop.
///
/// A manifest that counts says once where a segment will be and when, so the origin says so, for
/// every node alike. What an encoder promises by its first key interval is believed; once that was
/// wrong, only what was seen several times.
final class SegmentCounting {
  /// How far from its place a segment may begin, in us: frames are not cut in two, times are
  /// rounded to ms.
  static final long TOLERANCE_US = 60_000;

  /// Segments of one length in a row after which they are evenly spaced again.
  static final int EVEN_AGAIN = 4;

  /// How far the encoder's clock and ours may drift apart while players wait for what comes, in us.
  static final long MAX_DRIFT_US = 250_000;

  /// And while they are told what is there, in us.
  static final long MAX_STRETCH_DRIFT_US = 2_000_000;

  private static final long MS_US = 1_000;

  private Counting now;
  private boolean first; // of its stretch, in what follows
  private long lastUs; // where the newest segment begins
  private long lastLengthUs;
  private int alike;

  /// @param zeroUnixUs where the time of the epoch before began, in us, or 0
  SegmentCounting(long zeroUnixUs) {
    now = new Counting(zeroUnixUs, Anchor.NONE, Anchor.NONE);
  }

  /// What holds for the newest segment.
  Counting now() {
    return now;
  }

  /// A segment begins.
  ///
  /// @param anew whether it does not go on where the one before ended
  void segmentBegins(long number, long dtsUs, long unixOffsetUs, boolean anew) {
    long unixUs = dtsUs + unixOffsetUs;
    if (now.zeroUnixUs() == 0) {
      now = new Counting(unixUs - Math.floorMod(unixUs, MS_US), now.stretch(), now.even());
    }
    if (anew || now.stretch().segment() < 0) {
      beginStretch(number, dtsUs, unixUs);
    } else {
      goOn(number, dtsUs, unixUs);
    }
    lastUs = dtsUs;
  }

  private void beginStretch(long number, long dtsUs, long unixUs) {
    Anchor here = new Anchor(number, dtsUs, unixUs, 0);
    now = new Counting(now.zeroUnixUs(), here, here);
    first = true;
    alike = 0;
    lastLengthUs = 0;
  }

  private void goOn(long number, long dtsUs, long unixUs) {
    long lengthUs = dtsUs - lastUs;
    alike = Math.abs(lengthUs - lastLengthUs) <= TOLERANCE_US ? alike + 1 : 1;
    lastLengthUs = lengthUs;
    if (drift(now.stretch(), dtsUs, unixUs) > MAX_STRETCH_DRIFT_US) {
      Anchor here = new Anchor(number, dtsUs, unixUs, now.even().spacingUs());
      now = new Counting(now.zeroUnixUs(), here, here);
    } else {
      now = new Counting(now.zeroUnixUs(), now.stretch(), even(number, dtsUs, unixUs, lengthUs));
    }
    first = false;
  }

  private Anchor even(long number, long dtsUs, long unixUs, long lengthUs) {
    Anchor even = now.even();
    if (first) { // its length is the promise; the clock may have been corrected since
      long evenUnixUs = unixUs - (dtsUs - even.dtsUs());
      return new Anchor(even.segment(), even.dtsUs(), evenUnixUs, lengthUs);
    }
    if (even.spacingUs() == 0) {
      return alike >= EVEN_AGAIN ? new Anchor(number, dtsUs, unixUs, lengthUs) : even;
    }
    if (Math.abs(even.errorUs(number, dtsUs)) > TOLERANCE_US) {
      return new Anchor(number, dtsUs, unixUs, corrected(even, number, dtsUs, lengthUs));
    }
    return drift(even, dtsUs, unixUs) > MAX_DRIFT_US
        ? new Anchor(number, dtsUs, unixUs, even.spacingUs())
        : even;
  }

  /// Small errors that added up correct the spacing; others end it.
  private static long corrected(Anchor even, long number, long dtsUs, long lengthUs) {
    boolean slowly = Math.abs(lengthUs - even.spacingUs()) <= TOLERANCE_US / 4;
    return slowly ? (dtsUs - even.dtsUs()) / (number - even.segment()) : 0;
  }

  private static long drift(Anchor anchor, long dtsUs, long unixUs) {
    return Math.abs(unixUs - anchor.unixUs() - (dtsUs - anchor.dtsUs()));
  }
}
