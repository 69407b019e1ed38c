package dev.freshet.protocol.hls;

/// What a player should ask for before it is there (EXT-X-PRELOAD-HINT, 4.4.5.3). A value: no
/// owner. The server must hold such a request until all bytes of the resource are there (6.2.6).
///
/// @param kind a part, or the initialization section that a hinted part will need
/// @param uri by which the playlist will list it later
public record PreloadHint(Kind kind, String uri) {
  /// What is hinted, in the order in which a playlist says it: hls.js keeps only the last hint.
  public enum Kind {
    MAP,
    PART
  }

  public PreloadHint {
    Expect.uri("hint.uri", uri);
  }

  /// The next part.
  public static PreloadHint part(String uri) {
    return new PreloadHint(Kind.PART, uri);
  }

  /// The next initialization section.
  public static PreloadHint map(String uri) {
    return new PreloadHint(Kind.MAP, uri);
  }
}
