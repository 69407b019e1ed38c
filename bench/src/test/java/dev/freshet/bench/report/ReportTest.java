package dev.freshet.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.linux.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @Test
  void spreadOfThreeIsTheMiddleOneAndBothEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3, 3));
    assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4, 2));
  }

  @Test
  void relativeTargetIsJudgedByTheRatio() {
    assertThat(compared(1.2, Target.atMostTimes(1.3)).verdict()).isEqualTo("met");
    assertThat(compared(2.6, Target.atMostTimes(1.3)).verdict()).isEqualTo("missed x2.00");
    assertThat(compared(0.4, Target.atLeastTimes(0.8)).verdict()).isEqualTo("missed x2.00");
  }

  @Test
  void absoluteTargetIsJudgedByTheMedian() {
    Spread spread = Spread.of(List.of(600.0, 650.0, 2_000.0));
    assertThat(Row.alone("a", "start", "ms", spread, Target.atMost(700)).verdict())
        .isEqualTo("met");
    assertThat(Row.alone("a", "start", "ms", spread, Target.atMost(325)).verdict())
        .isEqualTo("missed x2.00");
    assertThat(Row.alone("a", "start", "ms", spread, Target.NONE).verdict()).isEqualTo("-");
  }

  @Test
  void zeroAllowedIsMetByZeroOnly() {
    assertThat(Row.alone("a", "lost", "", Spread.of(0), Target.atMost(0)).missed()).isFalse();
    assertThat(Row.alone("a", "lost", "", Spread.of(1), Target.atMost(0)).missed()).isTrue();
  }

  @Test
  void tableShowsValueSpreadReferenceRatioTargetAndVerdict() {
    StringBuilder out = new StringBuilder();
    MarkdownTable.appendRows(
        out,
        List.of(
            Row.compared(
                "Freshet RTMP, small, 2000 viewers",
                "CPU a viewer",
                "us/s",
                Spread.of(List.of(44.0, 46.0, 45.0)),
                "Netty floor",
                Spread.of(36),
                Spread.of(1.25),
                Target.atMostTimes(1.3)),
            Row.missing("nginx-rtmp", "start", "ms", Target.NONE, "not installed")));
    assertThat(out.toString().lines().skip(2))
        .containsExactly(
            "| Freshet RTMP, small, 2000 viewers | CPU a viewer | 45.0 us/s (44.0 - 46.0)"
                + " | Netty floor 36.0 us/s | 1.25 | <= 1.30 x | met |",
            "| nginx-rtmp | start |  |  |  |  | not measured: not installed |");
  }

  @Test
  void folderKeepsTheLastReportOfEachScenarioAndAllTables(@TempDir Path folder) throws Exception {
    ReportFolder reports = new ReportFolder(folder);
    reports.keep(report("start", 900));
    reports.keep(report("memory", 7));
    Path table = reports.keep(report("start", 500));

    assertThat(Files.readString(table)).contains("## start: ", "500 ms").doesNotContain("900");
    assertThat(Files.readString(folder.resolve("README.md")))
        .contains("## memory: ", "## start: ", "500 ms")
        .doesNotContain("900");
    assertThat(Files.readString(folder.resolve("start.json")))
        .contains("\"scenario\" : \"start\"", "\"raw\"");
  }

  private static Row compared(double ratio, Target target) {
    return Row.compared(
        "a", "m", "us", Spread.of(10), "floor", Spread.of(5), Spread.of(ratio), target);
  }

  private static Report report(String scenario, double value) {
    return new Report(
        scenario,
        "title",
        "./freshet bench " + scenario,
        "2026-11-22T00:00:00Z",
        "abc",
        new Machine("cpu", 2, 1024, "Linux 6", "Java 25"),
        "3 repeats",
        List.of("a note"),
        List.of(Row.alone("Freshet", "m", "ms", Spread.of(value), Target.atMost(700))),
        List.of(Map.of("value", value)));
  }
}
