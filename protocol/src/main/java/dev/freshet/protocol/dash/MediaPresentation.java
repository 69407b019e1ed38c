package dev.freshet.protocol.dash;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A live presentation at one moment (MPD, ISO/IEC 23009-1 5.3.1). A value: no owner; [MpdWriter]
/// makes its text.
///
/// @param availabilityStartUs the zero of all periods, in Unix time; never changes
/// @param publishUs when this version was made, in Unix time
/// @param updatePeriodUs how long a player may rely on it before it loads the next version; 0: not
///   at all, so that new periods have to be said in band
/// @param timeShiftUs how far back segments are there
/// @param delayUs how far behind live a player should be (suggestedPresentationDelay); 0 for its
///   own choice
/// @param minBufferUs what a player should have before it starts
/// @param maxSegmentUs the longest segment
/// @param latency what a low-latency player should aim at, or null
/// @param clock where players read the time, or null
/// @param periods the listed ones, oldest first; a period keeps id and start as long as it is
///   listed
/// @param endUs the end, from `availabilityStartUs`; nothing while live
public record MediaPresentation(
    long availabilityStartUs,
    long publishUs,
    long updatePeriodUs,
    long timeShiftUs,
    long delayUs,
    long minBufferUs,
    long maxSegmentUs,
    @Nullable LatencyTarget latency,
    @Nullable UtcTiming clock,
    List<Period> periods,
    OptionalLong endUs) {
  public MediaPresentation {
    Expect.atLeast("updatePeriodUs", updatePeriodUs, 0);
    Expect.atLeast("timeShiftUs", timeShiftUs, 0);
    Expect.atLeast("delayUs", delayUs, 0);
    Expect.atLeast("minBufferUs", minBufferUs, 0);
    Expect.atLeast("maxSegmentUs", maxSegmentUs, 1);
    periods = List.copyOf(periods);
    Expect.atLeast("periods", periods.size(), 1);
    for (int i = 1; i < periods.size(); i++) {
      checkOrder(periods.get(i - 1), periods.get(i));
    }
  }

  private static void checkOrder(Period before, Period period) {
    if (period.startUs() <= before.startUs()) {
      throw new IllegalArgumentException(
          "period.startUs: " + period.startUs() + " (expected: > " + before.startUs() + ")");
    }
  }
}
