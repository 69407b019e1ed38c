package dev.freshet.testkit.hls;

import java.util.ArrayList;
import java.util.List;

/// The violations found so far. Owned by one check.
final class Findings {
  private final List<Violation> violations = new ArrayList<>();

  void add(Rule rule, int line, String detail) {
    violations.add(new Violation(rule, line, detail));
  }

  void addIf(boolean broken, Rule rule, int line, String detail) {
    if (broken) {
      add(rule, line, detail);
    }
  }

  List<Violation> all() {
    return List.copyOf(violations);
  }
}
