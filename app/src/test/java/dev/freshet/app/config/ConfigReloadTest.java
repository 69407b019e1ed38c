package dev.freshet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.node.admin.ReloadOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloadTest {
  @TempDir Path folder;
  private Path file = Path.of("freshet.yaml");

  @BeforeEach
  void writeFirst() throws IOException {
    file = folder.resolve("freshet.yaml");
    write("drainTimeout: 1s\nlisten: {rtmp: ':1'}\n");
  }

  @Test
  void swapsWhatAppliesLiveAndNamesWhatWaits() throws IOException {
    ConfigReload reload = start();
    List<Integer> heard = new ArrayList<>();
    reload.onChange(config -> heard.add(config.drainTimeoutMs()));
    write("drainTimeout: 2s\nlisten: {rtmp: ':2'}\nservices: {shop: {}}\n");
    assertThat(reload.reload())
        .isInstanceOfSatisfying(
            ReloadOutcome.Reloaded.class,
            outcome -> {
              assertThat(outcome.applied()).contains("drainTimeout", "services.shop.grace");
              assertThat(outcome.pending()).containsExactly("listen.rtmp");
            });
    assertThat(heard).containsExactly(2_000);
    assertThat(reload.current().services().services()).containsKey("shop");
  }

  @Test
  void remembersWhatWaitsForTheNextStart() throws IOException {
    ConfigReload reload = start();
    write("drainTimeout: 1s\nlisten: {rtmp: ':2'}\n");
    reload.reload();
    assertThat(reload.reload())
        .isEqualTo(new ReloadOutcome.Reloaded(List.of(), List.of("listen.rtmp")));
  }

  @Test
  void leavesEverythingAsItIsWhenTheFileIsWrong() throws IOException {
    ConfigReload reload = start();
    write("drainTimeout: soon\n");
    assertThat(reload.reload())
        .isEqualTo(
            new ReloadOutcome.Refused(
                List.of(
                    "freshet.yaml:1: drainTimeout: soon (expected: a duration such as 10s or"
                        + " 250ms)")));
    assertThat(reload.current().drainTimeoutMs()).isEqualTo(1_000);
  }

  private ConfigReload start() {
    ConfigLoader loader = new ConfigLoader(file, Map.of(), List.of());
    return new ConfigReload(loader::load, (ConfigResult.Loaded) loader.load());
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file, yaml);
  }
}
