package dev.freshet.protocol.dash;

import java.util.List;

/// Where the segments of an adaptation set are, and when (5.3.9.4). A value: no owner.
///
/// @param timescale ticks a second
/// @param initialization address of the initialization segment
/// @param media address of a segment, with `$Number$` or `$Time$`
/// @param startNumber the number of the first segment of the period (even spacing) or of the first
///   one listed (timeline); 0 if nothing is said of it, as times tell
/// @param timeOffsetTicks the media time at the period's start (presentationTimeOffset)
/// @param earlyUs how long before its end a segment may be asked for: its length less a chunk's
///   (availabilityTimeOffset); 0 once it is complete
/// @param spacing how long segments are
public record SegmentTemplate(
    int timescale,
    String initialization,
    String media,
    long startNumber,
    long timeOffsetTicks,
    long earlyUs,
    Spacing spacing) {

  /// How long segments are.
  public sealed interface Spacing {}

  /// All of one length, so that number and clock say everything: a player needs no newer manifest.
  /// Segment n begins `(n - startNumber) * durationTicks` after the period and is there `earlyUs`
  /// before its end. Honest only where no segment is further off than half a segment (5.3.9.5.3).
  ///
  /// @param durationTicks of each
  public record Even(long durationTicks) implements Spacing {
    public Even {
      Expect.atLeast("durationTicks", durationTicks, 1);
    }
  }

  /// Each as long as it is, numbered without a hole.
  ///
  /// @param segments those that are listed, oldest first
  public record Timeline(List<Entry> segments) implements Spacing {
    public Timeline {
      segments = List.copyOf(segments);
      Expect.atLeast("timeline.segments", segments.size(), 1);
    }
  }

  /// A segment of a timeline.
  ///
  /// @param startTicks its media time, `$Time$`
  /// @param durationTicks how long it is
  public record Entry(long startTicks, long durationTicks) {
    public Entry {
      Expect.atLeast("timeline.startTicks", startTicks, 0);
      Expect.atLeast("timeline.durationTicks", durationTicks, 1);
    }

    long endTicks() {
      return startTicks + durationTicks;
    }
  }

  public SegmentTemplate {
    Expect.atLeast("timescale", timescale, 1);
    Expect.notEmpty("initialization", initialization);
    Expect.atLeast("startNumber", startNumber, 0);
    Expect.atLeast("timeOffsetTicks", timeOffsetTicks, 0);
    Expect.atLeast("earlyUs", earlyUs, 0);
    if (!media.contains("$Number") && !media.contains("$Time")) {
      throw new IllegalArgumentException(
          "media: '" + media + "' (expected: an address with $Number$ or $Time$)");
    }
  }
}
