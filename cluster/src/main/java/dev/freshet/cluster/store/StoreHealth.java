package dev.freshet.cluster.store;

/// Whether a store answers.
///
/// @param detail why not; empty when it does
public record StoreHealth(boolean healthy, String detail) {
  /// It does.
  public static final StoreHealth WELL = new StoreHealth(true, "");

  /// It does not.
  public static StoreHealth ill(String detail) {
    return new StoreHealth(false, detail);
  }
}
