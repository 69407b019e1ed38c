package dev.freshet.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the configuration: the file, then the environment, then `--set`, the later winning.
/// Immutable; loads as often as it is asked.
///
/// @param file the file, or null for none
/// @param environment variables; those that begin with `FRESHET_` count
/// @param sets words of the form `key=value`
public record ConfigLoader(
    @Nullable Path file, Map<String, String> environment, List<String> sets) {

  /// A node that nobody configured.
  public static ConfigResult.Loaded defaults() {
    return switch (new ConfigLoader(null, Map.of(), List.of()).load()) {
      case ConfigResult.Loaded loaded -> loaded;
      case ConfigResult.Invalid(List<Problem> problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  /// Reads and checks everything.
  public ConfigResult load() {
    if (file == null) {
      return load("freshet.yaml", "");
    }
    String name = String.valueOf(file.getFileName());
    try {
      return load(name, Files.readString(file));
    } catch (NoSuchFileException missing) {
      return invalid(new Problem(file.toString(), "no such file"));
    } catch (IOException unreadable) {
      return invalid(new Problem(file.toString(), "cannot be read: " + unreadable.getMessage()));
    }
  }

  private static ConfigResult invalid(Problem problem) {
    return new ConfigResult.Invalid(List.of(problem));
  }

  private ConfigResult load(String fileName, String yaml) {
    YamlSettings fromFile = new YamlSettings(fileName).read(yaml);
    Overrides overrides =
        new Overrides().environment(environment, paths(fromFile.settings())).commandLine(sets);
    List<Problem> problems = new ArrayList<>(fromFile.problems());
    problems.addAll(overrides.problems());
    Map<String, Setting> settings = new LinkedHashMap<>();
    Stream.concat(fromFile.settings().stream(), overrides.settings().stream())
        .forEach(setting -> settings.put(setting.path(), setting));
    problems.addAll(UnknownKeys.in(settings.values()));
    return new ConfigReader(settings, problems).read();
  }

  /// Every key that can be set, with the names of the services and profiles that the file has.
  private static List<String> paths(List<Setting> settings) {
    List<String> paths = new ArrayList<>();
    for (Key<?> key : Keys.all()) {
      if (key.named()) {
        namesIn(key, settings).forEach(name -> paths.add(key.at(name)));
      } else {
        paths.add(key.pattern());
      }
    }
    return paths;
  }

  private static Set<String> namesIn(Key<?> key, List<Setting> settings) {
    String section = key.pattern().substring(0, key.pattern().indexOf(Key.ANY));
    Set<String> names = new TreeSet<>(Names.in(section, settings));
    if (section.equals(Names.SERVICES)) {
      names.add("default");
    }
    return names;
  }
}
