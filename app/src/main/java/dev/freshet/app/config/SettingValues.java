package dev.freshet.app.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Settings, read as their keys say. Remembers every value that was asked for. Used once for each
/// load.
final class SettingValues {
  private final Map<String, Setting> settings;
  private final List<Problem> problems;
  private final Map<String, Object> values = new TreeMap<>();

  SettingValues(Map<String, Setting> settings, List<Problem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  Collection<Setting> settings() {
    return settings.values();
  }

  /// Every value that was asked for, by path.
  Map<String, Object> all() {
    return Map.copyOf(values);
  }

  <T> T get(Key<T> key) {
    return get(key, key.pattern(), key.defaultValue());
  }

  <T> T get(Key<T> key, String path, T otherwise) {
    Setting setting = settings.get(path);
    T value = setting == null ? otherwise : read(key, setting, otherwise);
    values.put(path, value);
    return value;
  }

  private <T> T read(Key<T> key, Setting setting, T otherwise) {
    return key.type()
        .read(setting.value())
        .or(expected -> {
          problems.add(setting.wrong(expected));
          return otherwise;
        });
  }

  void complain(Key<?> key, String expected) {
    complain(key.pattern(), expected);
  }

  /// Reports the value at `path`, which is right by itself and wrong beside the others.
  void complain(String path, String expected) {
    @Nullable Setting setting = settings.get(path);
    problems.add(
        setting != null
            ? setting.wrong(expected)
            : new Problem("freshet.yaml", path + " (expected: " + expected + ")"));
  }
}
