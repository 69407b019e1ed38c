package dev.freshet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds docs/operating/configuration.md and the code together.
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/operating/configuration.md");

  @Test
  void pageHasTheTableOfKeys() throws IOException {
    String table =
        Stream.concat(
                Stream.of("| key | default | applies |", "| --- | --- | --- |"),
                Keys.all().stream().map(ConfigurationPageTest::row))
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(PAGE)).contains(table);
  }

  private static String row(Key<?> key) {
    String text = key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
    return "| `" + key.pattern() + "` | " + text + " | " + key.applies() + " |";
  }

  @Test
  void pageHasTheNumbersOfTheProfiles() throws IOException {
    List<Profile> profiles = List.copyOf(Profile.BUILT_IN.values());
    String head = row("key", profiles.stream().map(profile -> "`" + profile.name() + "`"));
    String rule = row("---", profiles.stream().map(_ -> "---"));
    String table =
        ProfileKeys.KNOBS.stream()
            .map(knob -> row("`" + knob.name() + "`", profiles.stream().map(knob::text)))
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(PAGE)).contains(head + "\n" + rule + "\n" + table);
  }

  private static String row(String first, Stream<String> rest) {
    return "| " + first + " | " + rest.collect(Collectors.joining(" | ")) + " |";
  }
}
