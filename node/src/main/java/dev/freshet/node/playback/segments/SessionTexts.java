package dev.freshet.node.playback.segments;

/// The texts of one format that name segments: playlists, manifests. Called on the exchange's loop.
public interface SessionTexts {
  /// Answers a request for the text of this name, now or later.
  ///
  /// @return false if the format has no text of this name
  boolean answer(String name, SessionAnswers answers);
}
