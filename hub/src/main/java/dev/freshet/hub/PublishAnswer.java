package dev.freshet.hub;

/// What became of a publish request; given once, on the caller's loop.
public sealed interface PublishAnswer {
  /// Frames may be written now.
  record Accepted(Publication publication) implements PublishAnswer {}

  /// Not let in.
  record Refused(Refusal refusal) implements PublishAnswer {}
}
