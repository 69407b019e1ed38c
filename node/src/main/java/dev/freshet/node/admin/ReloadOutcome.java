package dev.freshet.node.admin;

import java.util.List;

/// What came of reading the configuration again.
public sealed interface ReloadOutcome {
  /// It holds, and is in force.
  ///
  /// @param applied keys that changed and apply at once
  /// @param pending keys that differ from what the node started with and wait for its next start
  record Reloaded(List<String> applied, List<String> pending) implements ReloadOutcome {}

  /// It does not hold; everything is as it was.
  ///
  /// @param problems each in one line: where, what was wrong, what was expected
  record Refused(List<String> problems) implements ReloadOutcome {}
}
