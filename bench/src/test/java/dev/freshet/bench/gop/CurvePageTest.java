package dev.freshet.bench.gop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.linux.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurvePageTest {
  @Test
  void comparesEachBitrateWithTheOneOfTwoSeconds() {
    assertThat(CurvePage.of(curve()))
        .contains("| 0.5 s | 23.00 | 1500 | x 1.50 |")
        .contains("| 2 s | 23.00 | 1000 | x 1.00 |");
  }

  @Test
  void tellsMedianAndP95OfJoins() {
    assertThat(CurvePage.of(curve())).contains("| 8 s | 3 | 2.0 / 3.0 ms | 4.00 / 7.60 / 7.60 s |");
  }

  @Test
  void drawsALineForEachClipAndQuantile() {
    assertThat(CurveChart.of(curve()))
        .contains("calm</text>", "busy</text>", "show p95</text>", "broa p50</text>")
        .doesNotContain("NaN");
  }

  private static GopCurve curve() {
    Map<Clip, List<Encoding>> encodings = new EnumMap<>(Clip.class);
    for (Clip clip : Clip.values()) {
      encodings.put(clip, GopCurve.GOPS_MS.stream().map(CurvePageTest::encoding).toList());
    }
    List<JoinSeries> series = new ArrayList<>();
    for (String profile : GopCurve.PROFILES) {
      for (int gopMs : GopCurve.GOPS_MS) {
        List<Double> delaysMs = List.of(gopMs * 0.1, gopMs * 0.5, gopMs * 0.95);
        series.add(
            new JoinSeries(
                gopMs, profile, List.of(1.0, 2.0, 3.0), delaysMs, List.of(10.0, 20.0, 30.0)));
      }
    }
    return new GopCurve(
        "./freshet bench gop-curve",
        "2026-11-22T12:00:00Z",
        "abc",
        new Machine("processor", 2, 8_000, "Linux", "Java"),
        "0.5",
        encodings,
        series.stream().map(JoinPoint::of).toList(),
        series);
  }

  private static Encoding encoding(int gopMs) {
    double kbit = gopMs < 2_000 ? 1_500 : 1_000;
    return new Encoding(gopMs, 23, kbit, 12, 39, 20, Path.of("clip.flv"));
  }
}
