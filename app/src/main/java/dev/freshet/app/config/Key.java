package dev.freshet.app.config;

/// One thing that can be configured. Immutable.
///
/// @param pattern where it stands in the file, such as `listen.rtmp`; `*` stands for a name that
///   the operator picked, as in `services.*.grace`
/// @param type how its value is written
/// @param defaultText the value that it has if nobody set it; for a customer's own profile, that of
///   the profile it derives from
/// @param applies when a change takes effect
public record Key<T>(String pattern, ValueType<T> type, String defaultText, Applies applies) {
  /// What stands for the operator's own name in a pattern.
  static final String ANY = "*";

  T defaultValue() {
    return type.read(new Raw.Scalar(defaultText))
        .or(expected -> {
          throw new IllegalStateException(pattern + ": " + defaultText + ", not " + expected);
        });
  }

  /// The path of this key in the thing called `name`.
  String at(String name) {
    return pattern.replace(ANY, name);
  }

  boolean named() {
    return pattern.contains(ANY);
  }

  /// Whether `path` is this key, in whatever thing.
  boolean matches(String path) {
    return named() ? nameIn(path).length() > 0 : path.equals(pattern);
  }

  /// The name that stands in `path` where the pattern has its star; empty if it does not match.
  String nameIn(String path) {
    int star = pattern.indexOf(ANY);
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    boolean fits =
        path.length() > before.length() + after.length()
            && path.startsWith(before)
            && path.endsWith(after);
    return fits ? path.substring(before.length(), path.length() - after.length()) : "";
  }
}
