package dev.freshet.app.command;

import dev.freshet.app.config.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that reads a configuration.
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, like freshet.yaml in the repository. Without it: defaults.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting that wins over the file and the environment. May be repeated.")
  private List<String> sets = new ArrayList<>();

  ConfigLoader loader() {
    return new ConfigLoader(file, System.getenv(), List.copyOf(sets));
  }
}
