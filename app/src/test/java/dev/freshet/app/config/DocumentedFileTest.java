package dev.freshet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.LoadLimits;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.hub.RegistryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Holds `freshet.yaml` and the code together.
class DocumentedFileTest {
  private static final Path FILE = Path.of("../freshet.yaml");

  @Test
  void fileMeansTheDefaults() {
    ConfigResult result = new ConfigLoader(FILE, Map.of(), List.of()).load();
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    assertThat(((ConfigResult.Loaded) result).values()).isEqualTo(ConfigLoader.defaults().values());
  }

  @Test
  void fileHasEveryKeyAndNoOther() throws IOException {
    List<String> patterns =
        uncommented().stream()
            .map(Setting::path)
            .map(path -> path.replace("services.default.", "services.*."))
            .map(path -> path.replace("profiles.evening.", "profiles.*."))
            .toList();
    assertThat(patterns)
        .containsExactlyInAnyOrderElementsOf(Keys.all().stream().map(Key::pattern).toList());
  }

  @Test
  void fileSaysWhenEachKeyApplies() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    for (Setting setting : uncommented()) {
      int line = Integer.parseInt(setting.place().substring("freshet.yaml:".length()));
      Key<?> key =
          Keys.all().stream().filter(k -> k.matches(setting.path())).findFirst().orElseThrow();
      String mark = key.applies() == Applies.LIVE ? "# [live]" : "# [start]";
      assertThat(lines.get(line - 1)).as(setting.path()).contains(mark);
    }
  }

  @Test
  void exampleProfileHasTheNumbersOfTheOneItDerivesFrom() throws IOException {
    for (Setting setting : uncommented()) {
      for (ProfileKeys.Knob knob : ProfileKeys.KNOBS) {
        if (knob.key().matches(setting.path())) {
          assertThat(setting.value()).as(setting.path()).hasToString(knob.text(Profile.SHOWROOM));
        }
      }
    }
  }

  @Test
  void defaultsAreThoseOfTheContract() {
    FreshetConfig config = ConfigLoader.defaults().config();
    assertThat(config.limits()).isEqualTo(NodeLimits.DEFAULTS);
    assertThat(config.streamLimits()).isEqualTo(RegistryLimits.DEFAULTS);
    assertThat(config.segmentLimits()).isEqualTo(SegmentLimits.DEFAULTS);
    assertThat(config.overload()).isEqualTo(LoadLimits.DEFAULTS);
    assertThat(config.services().services())
        .containsExactly(Map.entry("default", ServiceConfig.defaults("default")));
    assertThat(config.services().profiles()).isEqualTo(Profile.BUILT_IN);
  }

  private static List<Setting> uncommented() throws IOException {
    String text =
        Files.readString(FILE).replace("profiles: {}", "profiles:").replaceAll("(?m)^#:", "");
    YamlSettings read = new YamlSettings("freshet.yaml").read(text);
    assertThat(read.problems()).isEmpty();
    return read.settings();
  }
}
