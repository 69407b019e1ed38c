package dev.freshet.hub;

/// Why a publish or play request was not let in. An expected answer, not an error.
///
/// @param reason what sort of refusal; protocols map it to their own codes
/// @param detail for the person at the other end: what was wrong and what was expected
public record Refusal(Reason reason, String detail) {
  /// The sorts of refusal.
  public enum Reason {
    /// Somebody else publishes this stream, and the service's policy lets them stay.
    ALREADY_PUBLISHING,
    /// Too many takeovers in a short time: two encoders are fighting.
    TAKEOVER_STORM,
    /// No publisher came within the waiting time.
    NOT_FOUND,
    /// A named limit is reached.
    LIMIT,
    /// The node has no room for more viewers.
    OVERLOADED,
    /// A rule or a signature does not let it in.
    FORBIDDEN,
    /// The node is leaving.
    DRAINING,
    /// Another node holds a newer claim on the stream.
    STALE,
    /// The request was withdrawn.
    CANCELLED,
    /// A bug of ours; the log has the trace.
    FAULT
  }
}
