package dev.freshet.bench.measure;

import dev.freshet.bench.load.LoadSample;
import java.util.Map;
import java.util.TreeMap;

/// What one trial measured; written to the raw results as it is. A value: no owner.
///
/// @param subject who served, and over what
/// @param stream shape of the stream
/// @param windowMs the subject's least time between two sends
/// @param loops the subject's event loops
/// @param viewers how many were there throughout
/// @param seconds how long
/// @param costUs server's processor time for a viewer and second, in us
/// @param serverPercent of one core that the server used
/// @param loadPercent of one core that the load's thread used
/// @param stealPercent of the server's cores that other machines of the host took
/// @param rateShare bytes that the middle viewer received, as a share of what was published
/// @param fullRateShare share of the viewers that received at least 90 % of what was published
/// @param fairness the least that a viewer received divided by the most
/// @param delayMs quantiles of the added delay of all frames of all viewers listened to, and the
///   largest mean of a viewer
/// @param listened how many viewers were listened to
/// @param faults frames lost or out of order at viewers listened to
/// @param ended viewers that the server refused or closed, by reason
/// @param publisherLagMs the latest that the bench itself sent a frame after it was due
/// @param residentBytes of the server at the end
/// @param threads per cent of a core by thread of the server
public record TrialResult(
    String subject,
    String stream,
    int windowMs,
    int loops,
    int viewers,
    double seconds,
    double costUs,
    double serverPercent,
    double loadPercent,
    double stealPercent,
    double rateShare,
    double fullRateShare,
    double fairness,
    Map<String, Double> delayMs,
    int listened,
    long faults,
    Map<String, Integer> ended,
    double publisherLagMs,
    long residentBytes,
    Map<String, Double> threads) {

  /// Judged against the frames' bodies, whose headers come on top: batches of one window more or
  /// less within the sample do not make a viewer slow.
  private static final double FULL_RATE = 0.9;

  static TrialResult of(
      TrialPlan plan,
      CpuUse cpu,
      LoadSample sample,
      Map<String, Integer> ended,
      double publisherLagMs,
      long residentBytes) {
    double published = plan.shape().bodyBytesPerSecond();
    return new TrialResult(
        plan.subjectLabel(),
        plan.shape().label(),
        plan.windowMs(),
        plan.loops(),
        sample.viewers(),
        cpu.seconds(),
        cpu.serverUs() / cpu.seconds() / Math.max(1, sample.viewers()),
        cpu.serverPercent(),
        cpu.loadPercent(),
        cpu.stealPercent(),
        sample.medianRate() / published,
        sample.shareAtRate(published, FULL_RATE),
        sample.fairness(),
        delays(sample),
        sample.meanDelaysUs().length,
        sample.faults(),
        ended,
        publisherLagMs,
        residentBytes,
        cpu.threadPercents());
  }

  /// A quantile of the delay, `p50`, `p90`, `p99`, `max` or `worstMean`, in ms.
  public double delay(String quantile) {
    return delayMs.getOrDefault(quantile, Double.NaN);
  }

  private static Map<String, Double> delays(LoadSample sample) {
    Map<String, Double> delays = new TreeMap<>();
    if (sample.delaysUs().getTotalCount() > 0) {
      delays.put("p50", sample.delayMs(50));
      delays.put("p90", sample.delayMs(90));
      delays.put("p99", sample.delayMs(99));
      delays.put("max", sample.delayMs(100));
      delays.put("worstMean", sample.worstMeanDelayMs());
    }
    return delays;
  }
}
