package dev.freshet.bench.hls;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What a crowd saw between two moments. A value: no owner.
///
/// @param seconds between them
/// @param playlists that were answered
/// @param late of these, answers that had more than the part that was waited for
/// @param files parts or segments that were fetched
/// @param bodyBytes of all answers
/// @param filesUs from the question to the last byte of a file
/// @param releases of the parts that ended then
/// @param refused answers that were no success, by status and kind
public record HlsSample(
    double seconds,
    long playlists,
    long late,
    long files,
    long bodyBytes,
    Histogram filesUs,
    List<ReleaseLog.Release> releases,
    Map<String, Integer> refused) {

  /// Parts that ended: the most telling ones are those that everybody waited for.
  public int parts() {
    return releases.size();
  }

  /// From the last frame's sending to an answer's last byte, over all answers of all parts, in ms.
  public double releaseMs(double percentile) {
    return allReleases().getValueAtPercentile(percentile) / 1e3;
  }

  /// From the last frame's sending to the last answer's last byte: of the middle part, in ms.
  public double lastAnswerMs() {
    double[] lasts =
        releases.stream()
            .mapToDouble(release -> release.delaysNs()[release.delaysNs().length - 1] / 1e6)
            .sorted()
            .toArray();
    return lasts.length == 0 ? Double.NaN : lasts[lasts.length / 2];
  }

  /// Answers a part, of the middle part.
  public int answersOfPart() {
    int[] counts = releases.stream().mapToInt(r -> r.delaysNs().length).sorted().toArray();
    return counts.length == 0 ? 0 : counts[counts.length / 2];
  }

  private Histogram allReleases() {
    Histogram all = new Histogram(60_000_000, 3);
    for (ReleaseLog.Release release : releases) {
      for (long delayNs : release.delaysNs()) {
        all.recordValue(Math.clamp(delayNs / 1_000, 0, 60_000_000));
      }
    }
    return all;
  }
}
