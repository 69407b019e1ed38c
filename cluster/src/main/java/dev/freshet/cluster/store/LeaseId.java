package dev.freshet.cluster.store;

/// The number of a lease in its store, never used twice.
public record LeaseId(long value) {
  /// No lease: the entry stays until it is deleted.
  public static final LeaseId NONE = new LeaseId(0);

  @Override
  public String toString() {
    return Long.toHexString(value);
  }
}
