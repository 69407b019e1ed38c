package dev.freshet.cluster.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
  @TempDir Path folder;

  @Test
  void keepsEveryAcknowledgedWriteOfAKilledProcess() throws Exception {
    Process process = start();
    String last = "";
    try (BufferedReader said = process.inputReader()) {
      for (int i = 0; i < 100; i++) {
        last = said.readLine();
        assertThat(last).isNotNull();
      }
      process.toHandle().destroyForcibly(); // SIGKILL; the pipe stays open
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = line.isEmpty() ? last : line;
      }
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

    LocalRig rig = LocalRig.on(folder);
    String found = rig.view().getOrDefault("k/n", "nothing");
    assertThat(revision(found)).isGreaterThanOrEqualTo(revision(last));
    assertThat(revision(found)).isLessThanOrEqualTo(revision(last) + 1); // done, not yet said
    rig.close();
  }

  private static long revision(String line) {
    return Long.parseLong(line.replaceAll(".* at ", "").strip());
  }

  private Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            folder.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
