package dev.freshet.hub;

/// What is remembered of a stream that ended, for the next of its name: numbers never fall.
///
/// @param term of its epoch
/// @param lastSegment its newest segment; its discontinuities are numbered no higher
record Reign(long term, long lastSegment) {
  /// Of a name that nobody remembers.
  static final Reign NONE = new Reign(0, -1);
}
