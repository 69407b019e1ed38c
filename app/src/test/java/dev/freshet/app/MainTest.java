package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "serve --help",
        "check --help",
        "publish --help",
        "play --help"
      })
  void helpIsThereAndIsNoFailure(String line) {
    assertThat(Main.execute(line.split(" "))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "serve --port 1",
        "serve --set",
        "check --set drainTimeout=soon",
        "serve --config /nonexistent.yaml",
        "publish",
        "publish /nonexistent.flv rtmp://localhost/live/x",
        "publish --loop - rtmp://localhost/live/x",
        "publish pom.xml http://localhost/live/x",
        "play http://localhost/live/x",
        "play --duration soon rtmp://localhost/live/x"
      })
  void wrongUsageIsTwo(String line) {
    assertThat(Main.execute(line.split(" "))).isEqualTo(2);
  }

  @Test
  void anAddressThatCannotBeHadIsAFailureWithItsReason() {
    String[] line = "serve --set listen.rtmp=127.0.0.1:0 --set listen.http=127.0.0.1:0".split(" ");
    List<String> words = new ArrayList<>(List.of(line));
    words.addAll(List.of("--set", "listen.admin=192.0.2.1:1", "--set", "dataDir=" + data));

    assertThat(Main.execute(words.toArray(String[]::new))).isEqualTo(1);
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(Main.execute()).isEqualTo(2);
  }
}
