package dev.freshet.app.config;

/// What is wrong with a configuration, in one line.
///
/// @param place where: `freshet.yaml:12`, an environment variable or `--set`
/// @param complaint what was wrong and what was expected
public record Problem(String place, String complaint) {
  @Override
  public String toString() {
    return place + ": " + complaint;
  }
}
