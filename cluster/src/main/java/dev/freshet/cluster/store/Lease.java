package dev.freshet.cluster.store;

/// A lease that is kept alive until it is closed.
public interface Lease extends AutoCloseable {
  /// Gives it back: its entries go at once, as far as the store can be reached. Any thread; when
  /// called on the listener's loop nothing is told afterwards.
  @Override
  void close();
}
