package dev.freshet.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Settings from the environment and the command line. Used once for each load.
final class Overrides {
  private static final String PREFIX = "FRESHET_";

  /// Read by the scripts, not by the program.
  private static final Set<String> NOT_SETTINGS = Set.of("FRESHET_MAVEN_HOME");

  private final List<Setting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  List<Setting> settings() {
    return settings;
  }

  List<Problem> problems() {
    return problems;
  }

  /// Takes variables such as `FRESHET_LISTEN_RTMP`. Of services and profiles, only those in `paths`
  /// have variables.
  Overrides environment(Map<String, String> variables, List<String> paths) {
    Map<String, String> pathsByName = new TreeMap<>();
    paths.forEach(path -> pathsByName.put(squashed(path), path));
    new TreeMap<>(variables)
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
            variable(name, value, pathsByName.get(squashed(name.substring(PREFIX.length()))));
          }
        });
    if (!problems.isEmpty()) {
      List<String> names = paths.stream().map(Overrides::variableName).toList();
      problems.replaceAll(problem ->
          new Problem(
              problem.place(), problem.complaint() + NearestName.of(problem.place(), names) + ")"));
    }
    return this;
  }

  private void variable(String name, String value, @org.jspecify.annotations.Nullable String path) {
    if (path == null) {
      problems.add(new Problem(name, "no such key (nearest: "));
    } else {
      settings.add(new Setting(path, new Raw.Scalar(value), name));
    }
  }

  /// Takes `key=value` words.
  Overrides commandLine(List<String> words) {
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        problems.add(new Problem("--set", word + " (expected: key=value)"));
      } else {
        Raw value = new Raw.Scalar(word.substring(equals + 1));
        settings.add(new Setting(word.substring(0, equals), value, "--set"));
      }
    }
    return this;
  }

  /// The variable of a key: `FRESHET_DATA_DIR` for `dataDir`.
  static String variableName(String path) {
    return PREFIX
        + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("[^A-Za-z0-9]", "_")
            .toUpperCase(Locale.ROOT);
  }

  private static String squashed(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
