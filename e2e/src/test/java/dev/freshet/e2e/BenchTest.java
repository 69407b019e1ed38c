package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.BenchMain;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// `./freshet bench` still measures: each subject for a moment, and no frame is lost.
@Isolated("it takes all processors")
class BenchTest {
  @AutoClose private final Children children = new Children();

  @Test
  void smokeMeasuresEachSubject() {
    Path out = children.folder("benchmarks");
    List<String> command = new ArrayList<>(List.of(FreshetProcess.java()));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BenchMain.class.getName(), "smoke"));
    command.addAll(List.of("--freshet", FreshetProcess.jar().toString(), "--out", out.toString()));

    ChildProcess bench = children.start(command).awaitSuccess(Duration.ofMinutes(3));

    assertThat(bench.output()).contains("frames lost", "delay p50", "playlists released");
    assertThat(out.resolve("smoke.json")).isNotEmptyFile();
  }
}
