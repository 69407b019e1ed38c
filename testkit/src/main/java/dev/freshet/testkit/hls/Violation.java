package dev.freshet.testkit.hls;

/// A place where a playlist breaks a rule. A value: no owner.
///
/// @param rule which one
/// @param line where, from 1; 0 if it is about the whole playlist
/// @param detail what was found
public record Violation(Rule rule, int line, String detail) {

  /// Whether it breaks a MUST.
  public boolean isError() {
    return rule.level() == Rule.Level.MUST;
  }

  @Override
  public String toString() {
    return (isError() ? "error" : "warning")
        + (line > 0 ? " in line " + line : "")
        + ": "
        + detail
        + " ("
        + rule
        + ": "
        + rule.demand()
        + ", "
        + rule.section()
        + ")";
  }
}
