package dev.freshet.cluster.store;

/// What happened to one key.
public sealed interface Change {
  StoreKey key();

  /// There is a new entry, or a new value in an old one.
  record Put(Entry entry) implements Change {
    @Override
    public StoreKey key() {
      return entry.key();
    }
  }

  /// The entry is gone.
  record Deleted(StoreKey key) implements Change {}
}
