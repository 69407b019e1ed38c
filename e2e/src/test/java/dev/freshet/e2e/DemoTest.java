package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.page.Browser;
import dev.freshet.bench.page.DelaySamples;
import dev.freshet.bench.page.DelayWatch;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.FreshetProcess;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// `./freshet demo`, as a newcomer sees it.
@Isolated("a software-rendered browser")
class DemoTest {
  @AutoClose private final Children children = new Children();

  /// How far the two are apart, `./freshet bench delay` measures: nothing here is timed.
  @Test
  void showsADelayAndAClockThatProvesIt() throws IOException, InterruptedException {
    FreshetProcess demo = FreshetProcess.demo(children);
    DelayWatch watch =
        children.own(
            DelayWatch.open(
                Browser.program().orElseThrow(),
                children.folder("chromium"),
                demo.http("/live/demo")));

    DelaySamples seen = watch.look(2);

    assertThat(seen.shownMs()).isNotEmpty().allMatch(ms -> ms > 0);
    assertThat(seen.canvasMs()).isNotEmpty().allMatch(ms -> ms > 0);
  }

  @Test
  void endsWellWhenAskedTo() {
    FreshetProcess demo = FreshetProcess.demo(children);

    demo.process().signal("TERM");

    assertThat(demo.process().awaitExit(Duration.ofSeconds(20))).isZero();
    assertThat(demo.process().output()).doesNotContain("Exception", "LEAK", "SLF4J");
  }
}
