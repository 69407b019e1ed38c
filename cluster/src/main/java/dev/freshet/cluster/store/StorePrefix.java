package dev.freshet.cluster.store;

/// A folder of keys, like `streams/`.
///
/// @param path as a key's, ending in `/`
public record StorePrefix(String path) {
  public StorePrefix {
    StoreKey.checkPath("prefix", path);
    if (!path.endsWith("/")) {
      throw new IllegalArgumentException("prefix: '" + path + "' (expected: '/' at its end)");
    }
  }

  /// The key `name` below this prefix.
  public StoreKey key(String name) {
    return new StoreKey(path + name);
  }

  /// What a key below this prefix is called.
  public String nameOf(StoreKey key) {
    return key.path().substring(path.length());
  }

  /// Whether `key` is below this prefix.
  public boolean contains(StoreKey key) {
    return key.path().startsWith(path);
  }

  /// Sorts behind every key below this prefix and before any other that does.
  public String end() {
    return path.substring(0, path.length() - 1) + (char) ('/' + 1);
  }

  @Override
  public String toString() {
    return path;
  }
}
