package dev.freshet.bench.gop;

/// What the viewers of one stream saw, in short. A value: no owner.
///
/// @param joins how many came
/// @param firstKeyframeMs see [JoinSample#firstKeyframeMs]
/// @param joinDelayMs see [JoinSample#joinDelayMs]
/// @param burstKbytes see [JoinSample#burstKbytes]
record JoinPoint(
    int gopMs,
    String profile,
    int joins,
    Quantile firstKeyframeMs,
    Quantile joinDelayMs,
    Quantile burstKbytes) {
  static JoinPoint of(JoinSeries series) {
    return new JoinPoint(
        series.gopMs(),
        series.profile(),
        series.joinDelayMs().size(),
        Quantile.of(series.firstKeyframeMs()),
        Quantile.of(series.joinDelayMs()),
        Quantile.of(series.burstKbytes()));
  }
}
