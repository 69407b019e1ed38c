package dev.freshet.hub;

import java.util.Arrays;

/// Makes one timeline out of what publishers send: unwraps counters, closes jumps, lifts negative
/// composition times and continues where the publisher before stopped. Owned by the stream's loop.
///
/// Time never falls within a track. Small disorder is levelled, a jump moves the whole timeline and
/// is reported, so that the Segmenter can mark it.
final class TimestampRepair {
  /// A track that falls back further than this has jumped, in us.
  static final long MAX_BACKWARD_US = 1_000_000;

  /// A stream that runs ahead further than this, beyond the wall clock, has jumped, in us.
  static final long MAX_FORWARD_US = 10_000_000;

  /// More composition shift than this is not an encoder's delay but rubbish, in us.
  static final long MAX_LIFT_US = 1_000_000;

  /// Nor is a picture shown so much after it is decoded, in us.
  static final long MAX_COMPOSITION_US = 5_000_000;

  /// A frame after a resumed publication or a jump comes this much after the last one, in us.
  private static final long DEFAULT_STEP_US = 20_000;

  private static final long NONE = Long.MIN_VALUE;

  private final long wrapUs;
  private final long floorUs;
  private long lastRawUs = NONE;
  private long unwrappedUs;
  private long offsetUs;
  private long previousOffsetUs = NONE;
  private long lastUs;
  private long lastArrivalNs = NONE;
  private long liftUs;
  private long[] trackLastUs = new long[4];
  private long dtsUs;
  private long ptsUs;
  private boolean jumped;

  /// @param wrapUs where the publisher's counter wraps, in us; 0 if it does not
  /// @param lastUs the last time of the publication before, in us, or -1 if there was none
  TimestampRepair(long wrapUs, long lastUs) {
    this.wrapUs = wrapUs;
    this.lastUs = lastUs;
    floorUs = Math.max(lastUs, 0);
    Arrays.fill(trackLastUs, floorUs);
  }

  /// Repairs one frame's times; read them with [#dtsUs] and [#ptsUs].
  ///
  /// @param video whether its composition time may be lifted
  void repair(int track, long rawDtsUs, long ptsOffsetUs, boolean video, long nowNs) {
    jumped = false;
    long unwrapped = unwrap(rawDtsUs);
    if (lastArrivalNs == NONE) {
      offsetUs = (lastUs < 0 ? 0 : lastUs + DEFAULT_STEP_US) - unwrapped;
    }
    long time = place(unwrapped, last(track), nowNs);
    if (video && -ptsOffsetUs > liftUs && -ptsOffsetUs <= MAX_LIFT_US) {
      liftUs = -ptsOffsetUs;
    }
    long lifted = video ? time - liftUs : time;
    dtsUs = Math.max(lifted, last(track)); // a track's time never falls
    ptsUs = Math.clamp(time + ptsOffsetUs, dtsUs, dtsUs + MAX_COMPOSITION_US);
    trackLastUs[track] = dtsUs;
    lastUs = Math.max(lastUs, ptsUs); // pictures shown later than they are decoded end later
    lastArrivalNs = nowNs;
  }

  long dtsUs() {
    return dtsUs;
  }

  long ptsUs() {
    return ptsUs;
  }

  /// Whether time jumped at the frame repaired last.
  boolean jumped() {
    return jumped;
  }

  /// The largest presentation time given out, in us; where the next publication goes on.
  long lastUs() {
    return lastUs;
  }

  private long unwrap(long rawUs) {
    if (lastRawUs == NONE || wrapUs == 0) {
      unwrappedUs = rawUs;
    } else {
      unwrappedUs += serialDifference(rawUs, lastRawUs, wrapUs);
    }
    lastRawUs = rawUs;
    return unwrappedUs;
  }

  /// `a - b` on a counter that wraps at `wrap`: the difference nearest to 0 (RFC 1982).
  static long serialDifference(long a, long b, long wrap) {
    long difference = Math.floorMod(a - b, wrap);
    return difference >= wrap / 2 ? difference - wrap : difference;
  }

  private long place(long unwrapped, long trackLast, long nowNs) {
    long time = unwrapped + offsetUs;
    if (fits(time, trackLast, nowNs)) {
      return time;
    }
    if (previousOffsetUs != NONE && fits(unwrapped + previousOffsetUs, trackLast, nowNs)) {
      return unwrapped + previousOffsetUs; // a straggler from before the jump
    }
    previousOffsetUs = offsetUs;
    offsetUs = lastUs + DEFAULT_STEP_US - unwrapped;
    jumped = true;
    return lastUs + DEFAULT_STEP_US;
  }

  private boolean fits(long time, long trackLast, long nowNs) {
    long silentUs = lastArrivalNs == NONE ? 0 : (nowNs - lastArrivalNs) / 1_000;
    return lastArrivalNs == NONE
        || (time >= trackLast - MAX_BACKWARD_US && time <= lastUs + MAX_FORWARD_US + silentUs);
  }

  private long last(int track) {
    if (track >= trackLastUs.length) {
      int known = trackLastUs.length;
      trackLastUs = Arrays.copyOf(trackLastUs, Math.max(track + 1, known * 2));
      Arrays.fill(trackLastUs, known, trackLastUs.length, floorUs);
    }
    return trackLastUs[track];
  }
}
