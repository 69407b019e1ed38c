package dev.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryScenario() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .contains("cost-350", "natural-500", "capacity", "first-keyframe", "start");
  }

  @Test
  void anUnknownScenarioIsWrongUsageInOneLine() {
    assertThat(execute("cost-35")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("scenario: cost-35 (expected: one of all, smoke, cost-350");
  }

  @Test
  void noScenarioIsWrongUsage() {
    assertThat(execute()).isEqualTo(2);
  }

  private int execute(String... arguments) {
    CommandLine commandLine = BenchMain.commandLine(new BenchCommand());
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
