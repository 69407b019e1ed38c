package dev.freshet.bench.gop;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Everything that the viewers of one stream saw, in the order in which they came. A value: no
/// owner.
record JoinSeries(
    int gopMs,
    String profile,
    List<Double> firstKeyframeMs,
    List<Double> joinDelayMs,
    List<Double> burstKbytes) {
  static JoinSeries of(PushedStream stream, List<JoinSample> all) {
    List<JoinSample> own = all.stream().filter(sample -> sample.stream().equals(stream)).toList();
    return new JoinSeries(
        stream.gopMs(),
        stream.profile(),
        list(own, JoinSample::firstKeyframeMs),
        list(own, JoinSample::joinDelayMs),
        list(own, JoinSample::burstKbytes));
  }

  private static List<Double> list(List<JoinSample> samples, ToDoubleFunction<JoinSample> what) {
    return samples.stream()
        .map(sample -> Math.round(what.applyAsDouble(sample) * 1_000) / 1_000.0)
        .toList();
  }
}
