package dev.freshet.bench.load;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/// What a crowd saw in some seconds. A value: no owner.
///
/// @param durationNs how long they were
/// @param viewersBytes of each viewer that was there throughout, ascending
/// @param delaysUs of all frames of all viewers that were listened to
/// @param meanDelaysUs one for each of these viewers, in the order of joining
/// @param faults frames that these viewers should have seen and did not, or saw out of order
/// @param brokenGaps gaps at these viewers that did not end at a keyframe
public record LoadSample(
    long durationNs,
    long[] viewersBytes,
    Histogram delaysUs,
    double[] meanDelaysUs,
    long faults,
    long brokenGaps) {

  static LoadSample of(long durationNs, List<Viewer> viewers, Histogram delaysUs) {
    long[] bytes =
        viewers.stream().filter(Viewer::wasThere).mapToLong(Viewer::sampleBytes).sorted().toArray();
    List<FrameTally> tallies =
        viewers.stream().map(Viewer::tally).filter(Objects::nonNull).toList();
    double[] means =
        tallies.stream().mapToDouble(FrameTally::meanDelayUs).filter(mean -> mean >= 0).toArray();
    return new LoadSample(
        durationNs,
        bytes,
        delaysUs,
        means,
        tallies.stream().mapToLong(FrameTally::faults).sum(),
        tallies.stream().mapToLong(FrameTally::brokenGaps).sum());
  }

  /// What several crowds saw in the same seconds.
  public static LoadSample merged(List<LoadSample> parts) {
    Histogram delaysUs = new Histogram(parts.getFirst().delaysUs());
    parts.forEach(part -> delaysUs.add(part.delaysUs()));
    return new LoadSample(
        parts.getFirst().durationNs(),
        parts.stream().flatMapToLong(part -> Arrays.stream(part.viewersBytes())).sorted().toArray(),
        delaysUs,
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.meanDelaysUs())).toArray(),
        parts.stream().mapToLong(LoadSample::faults).sum(),
        parts.stream().mapToLong(LoadSample::brokenGaps).sum());
  }

  /// How many viewers were there throughout.
  public int viewers() {
    return viewersBytes.length;
  }

  public double seconds() {
    return durationNs / 1e9;
  }

  /// Bytes a second that the middle viewer received.
  public double medianRate() {
    return viewersBytes.length == 0 ? 0 : viewersBytes[viewersBytes.length / 2] / seconds();
  }

  /// The rate of the viewer who got least, divided by that of the one who got most.
  public double fairness() {
    int last = viewersBytes.length - 1;
    return last < 0 || viewersBytes[last] == 0 ? 0 : (double) viewersBytes[0] / viewersBytes[last];
  }

  /// Share of the viewers who received at least `share` of `bytesPerSecond`.
  public double shareAtRate(double bytesPerSecond, double share) {
    double least = bytesPerSecond * share * seconds();
    long enough = Arrays.stream(viewersBytes).filter(bytes -> bytes >= least).count();
    return viewersBytes.length == 0 ? 0 : (double) enough / viewersBytes.length;
  }

  /// A percentile of the delay, in ms.
  public double delayMs(double percentile) {
    return delaysUs.getValueAtPercentile(percentile) / 1e3;
  }

  /// The largest mean delay of a viewer, in ms: how the viewer at the worst place of the sweep
  /// fares.
  public double worstMeanDelayMs() {
    return Arrays.stream(meanDelaysUs).max().orElse(0) / 1e3;
  }
}
