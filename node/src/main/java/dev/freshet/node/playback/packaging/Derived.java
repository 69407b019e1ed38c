package dev.freshet.node.playback.packaging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What readers made of one window, for the next reader: a playlist's text is made once, whoever
/// asks for it. Thread-safe.
public final class Derived {
  private final ConcurrentHashMap<Object, Object> made = new ConcurrentHashMap<>();

  /// What was made under this key, or what `maker` makes now.
  ///
  /// @param key tells kinds of things apart as well: always the same type for the same key
  @SuppressWarnings("unchecked")
  public <T> T get(Object key, Supplier<T> maker) {
    Object present = made.get(key); // thousands ask, one makes
    return (T) (present == null ? made.computeIfAbsent(key, _ -> maker.get()) : present);
  }
}
