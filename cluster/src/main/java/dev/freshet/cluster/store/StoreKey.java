package dev.freshet.cluster.store;

/// The name of an entry, like `streams/default/live/news`.
///
/// @param path 1 to [#MAX_CHARS] printable ASCII characters without blanks, so that all stores sort
///   keys alike
public record StoreKey(String path) implements Comparable<StoreKey> {
  /// How long a key may be; a character is a byte.
  public static final int MAX_CHARS = 512;

  public StoreKey {
    checkPath("key", path);
  }

  @Override
  public int compareTo(StoreKey other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }

  static void checkPath(String what, String path) {
    if (path.isEmpty()
        || path.length() > MAX_CHARS
        || !path.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: 1 to %d printable ASCII characters without blanks)"
              .formatted(what, path, MAX_CHARS));
    }
  }
}
