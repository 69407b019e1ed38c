package dev.freshet.cluster.store;

/// The store could not answer.
///
/// @param detail what was wrong, for people
/// @param mayHaveHappened for a write: it may have been done all the same, or may be done yet; read
///   before relying on either
public record Failed(Kind kind, String detail, boolean mayHaveHappened)
    implements GetAnswer, ListAnswer, WriteAnswer {

  /// What kind of failure.
  public enum Kind {
    /// Not reachable, no leader, or it did not answer in time.
    UNAVAILABLE,
    /// Wrong user, password, certificate or rights.
    DENIED,
    /// A limit was hit: too many calls under way, the store's quota, a disk that is full.
    LIMIT,
    /// The disk failed.
    DISK,
    /// The store was closed on this side.
    CLOSED,
    /// Anything else.
    FAULT
  }
}
