package dev.freshet.hub;

/// What became of a play request; given once, on the caller's loop.
public sealed interface OpenAnswer {
  /// The stream is there; its viewers may join.
  ///
  /// @param startAt where the one who asked begins
  record Opened(Stream stream, StartAt startAt) implements OpenAnswer {}

  /// Not let in.
  record Refused(Refusal refusal) implements OpenAnswer {}
}
