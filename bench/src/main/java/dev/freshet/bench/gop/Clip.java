package dev.freshet.bench.gop;

import java.util.Locale;

/// A sort of pictures to encode, drawn by ffmpeg: how much a keyframe costs depends on how much
/// moves.
enum Clip {
  /// A detailed picture that drifts slowly, with little noise: a presenter before a wall, slides.
  CALM(
      "mandelbrot=size=960x540:rate=30:maxiter=400:start_scale=0.05:end_scale=0.05:end_pts=10,"
          + "trim=end_frame=1,loop=loop=-1:size=1,setpts=N/30/TB,"
          + "crop=640:360:x='160+120*sin(t/4)':y='90+70*cos(t/5)',noise=alls=2:allf=t:all_seed=1"),

  /// Everything moves, with a camera's noise: a game, sports.
  BUSY(
      "mandelbrot=size=640x360:rate=30:maxiter=300:end_scale=0.02:end_pts=1200,"
          + "noise=alls=6:allf=t:all_seed=1");

  static final int FPS = 30;

  private final String filters;

  Clip(String filters) {
    this.filters = filters;
  }

  /// What draws it, as ffmpeg's `lavfi` input.
  String filters() {
    return filters;
  }

  /// Its name in tables and files.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
