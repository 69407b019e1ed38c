package dev.freshet.bench.report;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A flame graph: one box for each function, as wide as its share of the samples, on top of the one
/// that called it. An SVG file of its own; hovering tells the numbers. Stateless.
public final class FlameGraph {
  private static final int WIDTH = 1_200;
  private static final int BOX_HEIGHT = 16;
  private static final int TOP = 24;
  private static final double LEAST_WIDTH = 1; // narrower ones are left out
  private static final double LETTER_WIDTH = 6.5;

  /// A function below one stack of callers.
  private static final class Box {
    final Map<String, Box> callees = new TreeMap<>();
    int samples;

    int depth() {
      return 1 + callees.values().stream().mapToInt(Box::depth).max().orElse(0);
    }
  }

  private FlameGraph() {}

  /// Draws it.
  ///
  /// @param stacks how often each was seen: frames joined by semicolons, outermost first
  public static String svg(String title, Map<String, Integer> stacks) {
    Box all = new Box();
    stacks.forEach((stack, samples) -> add(all, stack, samples));
    int height = TOP + all.depth() * BOX_HEIGHT + 4;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
            <rect width="100%%" height="100%%" fill="#fff"/>
            <text x="4" y="15" font-size="13">%s: %,d samples</text>
            """,
            WIDTH,
            height,
            escaped(title),
            all.samples));
    draw(svg, "all", all, 0, (double) WIDTH / Math.max(1, all.samples), height - 4, all.samples);
    return svg.append("</svg>\n").toString();
  }

  private static void add(Box all, String stack, int samples) {
    Box box = all;
    box.samples += samples;
    for (String frame : stack.split(";")) {
      box = box.callees.computeIfAbsent(frame, _ -> new Box());
      box.samples += samples;
    }
  }

  private static void draw(
      StringBuilder svg, String name, Box box, double x, double scale, int bottom, int total) {
    double width = box.samples * scale;
    if (width < LEAST_WIDTH) {
      return;
    }
    int letters = (int) (width / LETTER_WIDTH);
    String label = letters < 3 ? "" : name.substring(0, Math.min(letters, name.length()));
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <g><title>%s: %.1f %%</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s" stroke="#fff"/><text x="%.1f" y="%d">%s</text></g>
            """,
            escaped(name),
            100.0 * box.samples / total,
            x,
            bottom - BOX_HEIGHT,
            width,
            BOX_HEIGHT,
            colour(name),
            x + 2,
            bottom - 4,
            escaped(label)));
    double at = x;
    for (Map.Entry<String, Box> callee : box.callees.entrySet()) {
      draw(svg, callee.getKey(), callee.getValue(), at, scale, bottom - BOX_HEIGHT, total);
      at += callee.getValue().samples * scale;
    }
  }

  /// The same function always has the same one.
  private static String colour(String name) {
    int hue = 10 + Math.floorMod(name.hashCode(), 45);
    return "hsl(%d,85%%,68%%)".formatted(hue);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
