package dev.freshet.bench.gop;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The curve as a picture (SVG): cost on the left, delay on the right, GOP length along both.
/// Stateless.
final class CurveChart {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 300;
  private static final int MARGIN = 50;
  private static final List<Integer> GOPS_MS = GopCurve.GOPS_MS;

  /// One of the two charts: where it stands and what its upper edge means.
  private record Panel(StringBuilder out, int left, double top) {
    double x(int gopMs) {
      int last = GOPS_MS.size() - 1;
      double place = Math.log((double) gopMs / GOPS_MS.getFirst());
      double whole = Math.log((double) GOPS_MS.get(last) / GOPS_MS.getFirst());
      return left + MARGIN + place / whole * (WIDTH - 2 * MARGIN);
    }

    double y(double value) {
      return HEIGHT - MARGIN - value / top * (HEIGHT - 2 * MARGIN);
    }

    void text(double x, double y, String style, String text) {
      out.append(
          String.format(
              Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>%n", x, y, style, text));
    }

    void axes(String title, double step, String format) {
      text(left + WIDTH / 2.0, 24, "text-anchor=\"middle\" font-weight=\"bold\"", title);
      for (double value = 0; value <= top + step / 2; value += step) {
        out.append(
            String.format(
                Locale.ROOT,
                "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n",
                left + MARGIN,
                y(value),
                left + WIDTH - MARGIN));
        String label = String.format(Locale.ROOT, format, value);
        text(left + MARGIN - 6, y(value) + 4, "text-anchor=\"end\"", label);
      }
      for (int gopMs : GOPS_MS) {
        text(x(gopMs), HEIGHT - MARGIN + 18, "text-anchor=\"middle\"", CurvePage.seconds(gopMs));
      }
      text(left + WIDTH / 2.0, HEIGHT - 12, "text-anchor=\"middle\"", "GOP length, s");
    }

    <T> void line(
        String label, String color, List<T> points, Gop<T> gopMs, ToDoubleFunction<T> value) {
      StringBuilder path = new StringBuilder();
      for (T point : points) {
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(
                String.format(
                    Locale.ROOT, "%.1f %.1f", x(gopMs.of(point)), y(value.applyAsDouble(point))));
      }
      out.append(
          String.format(
              "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, color));
      T last = points.getLast();
      double at = y(value.applyAsDouble(last)) + 4;
      text(x(gopMs.of(last)) + 5, at, "fill=\"" + color + "\"", label);
    }
  }

  /// Where a point stands along the axis.
  private interface Gop<T> {
    int of(T point);
  }

  private CurveChart() {}

  static String of(GopCurve curve) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            2 * WIDTH, HEIGHT));
    cost(new Panel(out, 0, 2.5), curve);
    delay(new Panel(out, WIDTH, 8), curve);
    return out.append("</svg>\n").toString();
  }

  private static void cost(Panel panel, GopCurve curve) {
    panel.axes("bitrate at equal quality (2 s = 1)", 0.5, "%.1f");
    String[] colors = {"#0a58ca", "#198754"};
    for (Clip clip : Clip.values()) {
      panel.line(
          clip.label(),
          colors[clip.ordinal()],
          curve.of(clip),
          Encoding::gopMs,
          encoding -> curve.costOf(clip, encoding));
    }
  }

  private static void delay(Panel panel, GopCurve curve) {
    panel.axes("join delay, s", 2, "%.0f");
    String[] colors = {"#b02a37", "#6f42c1"};
    for (int i = 0; i < GopCurve.PROFILES.size(); i++) {
      List<JoinPoint> points = curve.under(GopCurve.PROFILES.get(i));
      String name = GopCurve.PROFILES.get(i).substring(0, 4);
      panel.line(
          name + " p95",
          colors[i],
          points,
          JoinPoint::gopMs,
          point -> point.joinDelayMs().p95() / 1_000);
      panel.line(
          name + " p50",
          colors[i],
          points,
          JoinPoint::gopMs,
          point -> point.joinDelayMs().p50() / 1_000);
    }
  }
}
