package dev.freshet.bench.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.load.Dialect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTest {
  @TempDir private Path folder;

  @Test
  void startsAFloorAsAProcessOnItsCoreAndEndsIt() throws Exception {
    List<Integer> own = Affinity.ofThread();
    List<Integer> core = List.of(own.getFirst());
    Subject subject =
        subjects().start(SubjectKind.SEND_SWEEP, new SubjectSettings(0, 1, core, false));
    try (subject) {
      assertThat(subject.isAlive()).isTrue();
      assertThat(subject.port(Dialect.FLV)).isPositive();
      assertThat(allowedCores(subject.pid())).isEqualTo(core);
      assertThat(Affinity.ofThread()).isEqualTo(own);
    }
    assertThat(subject.isAlive()).isFalse();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(subjects().missing(SubjectKind.FRESHET))
        .hasValueSatisfying(text -> assertThat(text).contains("freshet.jar"));
    assertThat(subjects().missing(SubjectKind.NETTY_FLOOR)).isEmpty();
  }

  @Test
  void readsTheListenersThatAProgramPrints() {
    Listeners listeners =
        Listeners.parse(
            List.of(
                "freshet 0.1.0",
                "rtmp   rtmp://127.0.0.1:41935",
                "http   http://127.0.0.1:48080",
                "12:00:01 INFO listening admin=127.0.0.1:48090",
                "ready 512 ms"));
    assertThat(listeners.portsByName())
        .containsEntry("rtmp", 41935)
        .containsEntry("http", 48080)
        .containsEntry("admin", 48090)
        .hasSize(3);
    assertThatThrownBy(() -> listeners.port("https")).hasMessageContaining("listener: https");
  }

  @Test
  void anEndedProcessIsAFailureWithItsLastLines() {
    assertThatThrownBy(() ->
            SubjectProcess.start(
                    List.of("/bin/sh", "-c", "echo something broke; exit 3"),
                    folder,
                    Affinity.ofThread(),
                    _ -> false)
                .close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("something broke");
  }

  private Subjects subjects() {
    return new Subjects(new Installation(folder, folder.resolve("freshet.jar"), List.of()), folder);
  }

  private static List<Integer> allowedCores(long pid) throws IOException {
    return java.nio.file.Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> Affinity.parse(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElseThrow();
  }
}
