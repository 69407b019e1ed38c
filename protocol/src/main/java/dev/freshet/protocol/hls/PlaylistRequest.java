package dev.freshet.protocol.hls;

import org.jspecify.annotations.Nullable;

/// Which playlist a player asks for, by the delivery directives in its query (6.2.5). A value: no
/// owner.
public sealed interface PlaylistRequest {

  /// The playlist as it is now.
  ///
  /// @param skip whether a delta update will do
  record Newest(boolean skip) implements PlaylistRequest {}

  /// The playlist once it has a segment, or a part of it ([PlaylistEdge] decides).
  ///
  /// @param number the segment's media sequence number
  /// @param part the part's index in that segment, or [#NO_PART] for the whole segment
  /// @param skip whether a delta update will do
  record Reload(long number, int part, boolean skip) implements PlaylistRequest {
    /// No part is named.
    public static final int NO_PART = -1;

    /// Whether it waits for a part rather than for a whole segment.
    public boolean hasPart() {
      return part != NO_PART;
    }
  }

  /// Nothing that makes sense: 400.
  ///
  /// @param reason what was wrong and what was expected
  record Invalid(String reason) implements PlaylistRequest {}

  /// Reads the directives of a raw query, not decoded; everything else in it is left alone, and so
  /// are directives and kinds of delta update that nobody knows yet: the full playlist, now, is
  /// always a right answer to those.
  static PlaylistRequest of(@Nullable String query) {
    return query == null ? new Newest(false) : DirectiveReader.read(query);
  }
}
