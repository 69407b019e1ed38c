package dev.freshet.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartLineTest {
  @Test
  void readsFileAndSettingsInBothForms() {
    StartLine line =
        Objects.requireNonNull(
            StartLine.of("demo", "--set", "a=b=c", "--config=x y.yaml", "--set=listen.rtmp=:0"));

    assertThat(line.demo()).isTrue();
    assertThat(line.loader().file()).isEqualTo(Path.of("x y.yaml"));
    assertThat(line.loader().sets()).containsExactly("a=b=c", "listen.rtmp=:0");
  }

  @Test
  void readsACommandAlone() {
    StartLine line = Objects.requireNonNull(StartLine.of("serve"));

    assertThat(line.demo()).isFalse();
    assertThat(line.loader().sets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check --set a=b",
        "serve --help",
        "serve --set",
        "serve --set=",
        "serve --set --config",
        "serve --port 1",
        "serve --config a --config b",
        "serve --set @words",
        "--help serve",
        "-V"
      })
  void leavesEverythingElseToTheLibrary(String line) {
    assertThat(StartLine.of(line.split(" "))).isNull();
  }

  @Test
  void leavesAnEmptyLineToTheLibrary() {
    assertThat(StartLine.of()).isNull();
  }
}
