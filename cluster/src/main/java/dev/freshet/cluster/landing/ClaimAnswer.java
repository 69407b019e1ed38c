package dev.freshet.cluster.landing;

import dev.freshet.contract.Epoch;

/// What became of a claim.
public sealed interface ClaimAnswer {
  /// This node is the origin.
  ///
  /// @param firstSegment the first segment number of the epoch, and its first discontinuity number
  /// @param confirmed the store said so; else it did not answer in time, and
  ///   [OriginEvent.Confirmed] or [OriginEvent.LetGo] follows
  /// @param previousTerm the term of the reign before, as far as anybody knew; 0 if there was none
  /// @param promise what the reign before had promised
  record Landed(
      Epoch epoch,
      long firstSegment,
      boolean confirmed,
      long previousTerm,
      StreamRecord.Promise promise)
      implements ClaimAnswer {}

  /// It is not.
  ///
  /// @param detail for people
  record Refused(Reason reason, String detail) implements ClaimAnswer {}

  /// Why not.
  enum Reason {
    /// Somebody else publishes it, and the service's policy lets them stay.
    ALREADY_PUBLISHING,
    /// Two encoders are fighting for it.
    TAKEOVER_STORM,
    /// Another node holds a newer claim.
    STALE,
    /// A claim of this node for it is under way, or this node holds too many.
    LIMIT,
    /// The claim was given back before it was answered.
    CANCELLED
  }
}
