package dev.freshet.bench.gop;

/// What follows from the curve, for broadcasters. Stateless.
final class CurveAdvice {
  private CurveAdvice() {}

  static String of(GopCurve curve) {
    return """
    ### Advice

    | profile | key interval | why |
    |---|---|---|
    | `interactive`, `showroom` | 1 s | half of those who join are at most half a second late; it costs %s of bitrate beside 2 s. 0.5 s costs %s and saves a quarter of a second |
    | `gaming`, `shopping` | 2 s | the usual compromise, and what most platforms ask for |
    | `broadcast` | 2 to 4 s | its viewers start 3 s back anyway, so a GOP up to that adds little; 4 s saves %s beside 2 s |

    Above 4 s there is little left to save (8 s: %s beside 2 s), and under a low-delay profile one viewer in
    twenty starts nearly a whole GOP late. A player that catches up gets that back: the watch page skips to its
    buffer's length behind the live edge, and others play faster. Plain players, such as ffplay or VLC, keep the
    delay that they start with.

    Encoders: in OBS set *Keyframe Interval* to 1 or 2 s (0 leaves it to x264: 250 pictures, 8 s at 30 a
    second); with ffmpeg `-g 60 -keyint_min 60 -sc_threshold 0` is 2 s at 30 pictures a second.
    """
        .formatted(cost(curve, 1_000), cost(curve, 500), cost(curve, 4_000), cost(curve, 8_000));
  }

  /// Such as `1 to 18 %`, busy to calm, without its sign.
  private static String cost(GopCurve curve, int gopMs) {
    return percent(curve, Clip.BUSY, gopMs) + " to " + percent(curve, Clip.CALM, gopMs) + " %";
  }

  private static long percent(GopCurve curve, Clip clip, int gopMs) {
    return curve.of(clip).stream()
        .filter(encoding -> encoding.gopMs() == gopMs)
        .mapToLong(encoding -> Math.abs(Math.round((curve.costOf(clip, encoding) - 1) * 100)))
        .findFirst()
        .orElse(0);
  }
}
