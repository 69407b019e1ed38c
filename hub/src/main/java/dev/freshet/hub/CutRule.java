package dev.freshet.hub;

import dev.freshet.media.GopHeader;
import dev.freshet.media.StreamHeader;

/// Where segments and parts end. Owned by the stream's loop.
///
/// A segment ends at the first entry point after its target, or without one where it would grow
/// longer than was promised: playlists name the longest segment once and for all. The first segment
/// decides what is promised, of parts as well, as it shows the publisher's key interval and pace;
/// whoever publishes later keeps to it. Parts hold as many frames as come closest to their target,
/// so that they are equally long.
final class CutRule {
  /// A keyframe this much before the target still ends the segment: times are rounded, in us.
  static final long SLACK_US = 20_000;

  /// Keyframes that stay away for this many targets make a forced cut, before anything is known.
  static final int MAX_TARGETS = 3;

  /// No segment is shorter, in us: numbers must not run ahead of the clock.
  static final long MIN_SEGMENT_US = 500_000;

  private static final long US = 1_000_000;

  /// Playlists round durations to whole seconds: this much more still rounds down.
  static final long ROUNDING_US = US / 2 - 1;

  /// Times are rounded to ms on the way.
  private static final long JITTER_US = 1_000;

  private static final long PART_GRAIN_US = 10_000;

  private final LeadPace pace;
  private long segmentTargetUs;
  private long partTargetUs;
  private long segmentLimitUs;
  private long partLimitUs;
  private boolean fixed; // what segments last at most
  private boolean partFixed; // what parts do

  /// @param promised what playlists were told before; it holds on unless it is too short for the
  ///   targets
  CutRule(StreamHeader header, LeadPace pace, GopHeader.Limits promised) {
    this.pace = pace;
    fixed = promised.segmentUs() > header.segmentTargetUs();
    partFixed = fixed && promised.partUs() > header.partTargetUs() / 2;
    segmentLimitUs = promised.segmentUs();
    partLimitUs = partFixed ? promised.partUs() : 0;
    use(header);
  }

  /// What was promised for good; nothing if that was not yet.
  GopHeader.Limits promised() {
    return new GopHeader.Limits(fixed ? segmentLimitUs : 0, partFixed ? partLimitUs : 0);
  }

  void use(StreamHeader header) {
    segmentTargetUs = header.segmentTargetUs();
    partTargetUs = header.partTargetUs();
    if (!fixed) {
      segmentLimitUs = promise(MAX_TARGETS * segmentTargetUs);
    }
  }

  /// Whether an entry point ends the segment.
  ///
  /// @param forced whether the segment began without one: better ones are due as soon as possible
  boolean endsAtEntry(long elapsedUs, boolean forced) {
    return elapsedUs >= (forced ? MIN_SEGMENT_US : segmentTargetUs - SLACK_US);
  }

  /// Whether the segment must end though no entry point came: the next frame may be too late.
  boolean endsAnyway(long elapsedUs) {
    long latestUs = pace.intervalUs() + pace.intervalUs() / 4 + JITTER_US;
    return elapsedUs + latestUs > segmentLimitUs;
  }

  /// Whether the segment would last longer than was promised: what comes now cannot go on in it,
  /// nor where it ends.
  boolean isTooLong(long elapsedUs) {
    return elapsedUs > segmentLimitUs;
  }

  /// Whether the part ends.
  boolean endsPart(long elapsedUs) {
    long intervalUs = pace.intervalUs();
    return elapsedUs >= partUs() - (intervalUs == 0 ? SLACK_US : intervalUs / 2);
  }

  /// A segment is complete.
  ///
  /// @param withoutEntry the next one begins without an entry point: there is no new GOP header to
  ///   tell of anything else than was said last
  void segmentEnded(long lengthUs, boolean withoutEntry) {
    if (!fixed && !withoutEntry && lengthUs >= segmentTargetUs - SLACK_US) {
      segmentLimitUs = promise(Math.max(lengthUs, segmentTargetUs));
    }
    partFixed |= !fixed && withoutEntry && partLimitUs > 0;
    fixed = true; // by now there are playlists
  }

  /// What holds for the GOP that begins.
  GopHeader.Limits limits() {
    long goalUs = partUs();
    boolean tooShort = partLimitUs < goalUs + tolerance(goalUs) / 2; // not even one frame fits
    if (tooShort || (!partFixed && partLimitUs > goalUs + 2 * PART_GRAIN_US)) {
      long longestUs = goalUs + tolerance(goalUs) - JITTER_US;
      partLimitUs = Math.ceilDiv(longestUs, PART_GRAIN_US) * PART_GRAIN_US;
    }
    partFixed |= fixed;
    return new GopHeader.Limits(segmentLimitUs, partLimitUs);
  }

  /// What a part should last: a whole number of frames, as many as was promised, if it was.
  private long partUs() {
    long intervalUs = pace.intervalUs();
    if (intervalUs == 0) {
      return partFixed ? partLimitUs - Math.min(SLACK_US, partLimitUs / 10) : partTargetUs;
    }
    long goalUs =
        partFixed
            ? partLimitUs / intervalUs * intervalUs
            : (partTargetUs + intervalUs / 2) / intervalUs * intervalUs;
    while (partFixed && goalUs + tolerance(goalUs) / 2 > partLimitUs) {
      goalUs -= intervalUs;
    }
    return Math.max(goalUs, intervalUs);
  }

  /// Players want parts of at least 85 % of the longest.
  private long tolerance(long goalUs) {
    return Math.min(pace.intervalUs() == 0 ? SLACK_US : pace.intervalUs() / 4, goalUs / 10);
  }

  private static long promise(long lengthUs) {
    return Math.max(1, (lengthUs + US / 2) / US) * US + ROUNDING_US;
  }
}
