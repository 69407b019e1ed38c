package dev.freshet.app.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds settings that mean nothing, and says what may have been meant.
final class UnknownKeys {
  private UnknownKeys() {}

  static List<Problem> in(Collection<Setting> settings) {
    List<Problem> problems = new ArrayList<>();
    for (Setting setting : settings) {
      if (Keys.all().stream().noneMatch(key -> key.matches(setting.path()))) {
        check(setting, problems);
      }
    }
    return problems;
  }

  private static void check(Setting setting, List<Problem> problems) {
    Set<String> below = keysBelow(setting.path());
    if (below.isEmpty()) {
      problems.add(setting.problem(": no such key (nearest: " + nearest(setting.path()) + ")"));
    } else if (!(setting.value() instanceof Raw.EmptyMapping)) {
      problems.add(setting.wrong("keys below it: " + String.join(", ", below)));
    }
  }

  /// The names that may stand below `path`, a section.
  private static Set<String> keysBelow(String path) {
    String section = path + ".";
    return candidates(path).stream()
        .filter(candidate -> candidate.startsWith(section))
        .map(candidate -> candidate.substring(section.length()).replaceFirst("\\..*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String nearest(String path) {
    return NearestName.of(path, candidates(path));
  }

  /// All keys, with the operator's own name in `path` where they have one.
  private static List<String> candidates(String path) {
    String[] words = path.split("\\.", -1);
    String name = words.length > 1 ? words[1] : "NAME";
    return Keys.all().stream().map(key -> key.named() ? key.at(name) : key.pattern()).toList();
  }
}
