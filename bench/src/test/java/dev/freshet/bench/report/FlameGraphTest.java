package dev.freshet.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlameGraphTest {
  @Test
  void aBoxIsAsWideAsItsShareAndStandsOnItsCaller() {
    String svg = FlameGraph.svg("t", Map.of("main;a;b", 30, "main;a", 10, "main;c", 60));
    assertThat(svg).contains("<title>all: 100.0 %</title>", "<title>main: 100.0 %</title>");
    assertThat(svg).contains("<title>a: 40.0 %</title>", "<title>b: 30.0 %</title>");
    assertThat(svg).contains("<title>c: 60.0 %</title>");
    assertThat(y(svg, "b")).isLessThan(y(svg, "a"));
    assertThat(y(svg, "c")).isEqualTo(y(svg, "a"));
  }

  @Test
  void namesAreEscaped() {
    assertThat(FlameGraph.svg("a & b", Map.of("X.<init>", 1)))
        .contains("a &amp; b", "<title>X.&lt;init&gt;: 100.0 %</title>");
  }

  private static int y(String svg, String name) {
    String box = svg.substring(svg.indexOf("<title>" + name + ":"));
    return Integer.parseInt(box.replaceAll("(?s)^.*?y=\"(\\d+)\".*$", "$1"));
  }
}
