package dev.freshet.bench.gop;

import dev.freshet.bench.linux.Machine;
import java.util.List;
import java.util.Locale;

/// The curve as a page (Markdown): tables, and how to read them. Stateless.
final class CurvePage {
  private static final String INTRODUCTION =
      """
      ## gop-curve: what the length of a GOP costs and saves

      A viewer can start only at a keyframe. The node keeps the newest GOP, so a viewer never waits for a
      keyframe: it gets the last one at once, and is as far behind the live edge as that keyframe is old.
      Long GOPs therefore cost delay, not waiting; short ones cost bits, as a keyframe is several times as
      large as another picture.

      ![bitrate and join delay over GOP length](gop-curve.svg)
      """;

  private static final String JOIN =
      """
      ### Joining

      The busy clip, pushed by ffmpeg over RTMP in real time, over and over; viewers over HTTP-FLV on
      loopback, one by one, at random moments spread evenly over the GOP. They read as a player does and
      decode nothing. *First keyframe*: from connecting to its last byte. *Join delay*: how old that keyframe
      is then, so how far behind a player is that shows it at once and does not catch up. *Burst*: what the
      viewer gets faster than real time.

      """;

  private CurvePage() {}

  static String of(GopCurve curve) {
    StringBuilder out = new StringBuilder(INTRODUCTION);
    out.append(
        String.format(
            Locale.ROOT,
            "%nMeasured by `%s`, %s, revision %s.  %n%s.%n",
            curve.command(),
            curve.date(),
            curve.revision(),
            machine(curve.machine())));
    out.append("Load averages while viewers came: ").append(curve.load()).append(".\n\n");
    out.append(cost());
    for (Clip clip : Clip.values()) {
      appendCost(out, curve, clip);
    }
    out.append(JOIN);
    for (String profile : GopCurve.PROFILES) {
      appendJoins(out, profile, curve.under(profile));
    }
    out.append(CurveAdvice.of(curve));
    return out.toString();
  }

  private static String cost() {
    return """
    ### Bitrate at equal quality

    Two clips of 640x360, 30 pictures a second, by x264 with
    `%s`. *Calm* is a detailed picture that drifts slowly: a presenter before a wall, slides. *Busy* moves
    everywhere and is noisy: a game, sports. Most streams lie between. The rate factor of each was searched
    until its SSIM was within %s dB of the clip's with a GOP of 2 s; PSNR tells how far another measure
    agrees. Sound is not counted.

    """
        .formatted(BitrateMeasurement.X264, EqualQuality.TOLERANCE_DB);
  }

  /// `0.5`, `2`.
  static String seconds(int gopMs) {
    return gopMs % 1_000 == 0 ? "" + gopMs / 1_000 : "" + gopMs / 1_000.0;
  }

  private static String machine(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %d MiB, %s, %s",
        machine.processor(),
        machine.cores(),
        machine.memoryMiB(),
        machine.kernel(),
        machine.java());
  }

  private static void appendCost(StringBuilder out, GopCurve curve, Clip clip) {
    out.append("| ").append(clip.label()).append(": GOP | rate factor | kbit/s | beside 2 s ");
    out.append("| keyframe | SSIM | PSNR |\n|---|---|---|---|---|---|---|\n");
    for (Encoding encoding : curve.of(clip)) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s s | %.2f | %.0f | x %.2f | %.1f kB | %.2f dB | %.2f dB |%n",
              seconds(encoding.gopMs()),
              encoding.crf(),
              encoding.kbitPerSecond(),
              curve.costOf(clip, encoding),
              encoding.keyframeKbytes(),
              encoding.ssimDb(),
              encoding.psnrDb()));
    }
    out.append('\n');
  }

  private static void appendJoins(StringBuilder out, String profile, List<JoinPoint> points) {
    out.append("| ").append(profile).append(": GOP | joins | first keyframe p50 / p95 ");
    out.append("| join delay p50 / p95 / most | burst p50 / most |\n|---|---|---|---|---|\n");
    for (JoinPoint point : points) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s s | %d | %.1f / %.1f ms | %.2f / %.2f / %.2f s | %.0f / %.0f kB |%n",
              seconds(point.gopMs()),
              point.joins(),
              point.firstKeyframeMs().p50(),
              point.firstKeyframeMs().p95(),
              point.joinDelayMs().p50() / 1_000,
              point.joinDelayMs().p95() / 1_000,
              point.joinDelayMs().most() / 1_000,
              point.burstKbytes().p50(),
              point.burstKbytes().most()));
    }
    out.append('\n');
  }
}
