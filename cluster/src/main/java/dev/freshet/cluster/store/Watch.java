package dev.freshet.cluster.store;

/// A watch that goes on until it is closed.
public interface Watch extends AutoCloseable {
  /// Ends it. Any thread; when called on the listener's loop nothing is told afterwards.
  @Override
  void close();
}
