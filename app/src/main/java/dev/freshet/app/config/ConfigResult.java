package dev.freshet.app.config;

import java.util.List;
import java.util.Map;

/// What came of reading a configuration.
public sealed interface ConfigResult {
  /// Every problem that was found; none if it holds.
  default List<Problem> problems() {
    return List.of();
  }

  /// It holds.
  ///
  /// @param config what it means
  /// @param values the value of every key that the node knows, by path
  /// @param warnings what holds but will surprise somebody
  record Loaded(FreshetConfig config, Map<String, Object> values, List<String> warnings)
      implements ConfigResult {}

  /// It does not hold; every problem that was found.
  record Invalid(List<Problem> problems) implements ConfigResult {}
}
