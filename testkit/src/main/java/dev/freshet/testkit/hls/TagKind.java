package dev.freshet.testkit.hls;

import java.util.Set;

/// What a tag is about (4.4).
enum TagKind {
  /// either kind of playlist
  BOTH,
  MEDIA,
  MULTIVARIANT,
  UNKNOWN;

  private static final Set<String> IN_BOTH =
      Set.of(
          "EXTM3U", "EXT-X-VERSION", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-START", "EXT-X-DEFINE");
  private static final Set<String> IN_MEDIA =
      Set.of(
          "EXT-X-TARGETDURATION",
          "EXT-X-MEDIA-SEQUENCE",
          "EXT-X-DISCONTINUITY-SEQUENCE",
          "EXT-X-ENDLIST",
          "EXT-X-PLAYLIST-TYPE",
          "EXT-X-I-FRAMES-ONLY",
          "EXT-X-PART-INF",
          "EXT-X-SERVER-CONTROL",
          "EXTINF",
          "EXT-X-BYTERANGE",
          "EXT-X-DISCONTINUITY",
          "EXT-X-KEY",
          "EXT-X-MAP",
          "EXT-X-PROGRAM-DATE-TIME",
          "EXT-X-GAP",
          "EXT-X-BITRATE",
          "EXT-X-PART",
          "EXT-X-DATERANGE",
          "EXT-X-SKIP",
          "EXT-X-PRELOAD-HINT",
          "EXT-X-RENDITION-REPORT");
  private static final Set<String> IN_MULTIVARIANT =
      Set.of(
          "EXT-X-MEDIA",
          "EXT-X-STREAM-INF",
          "EXT-X-I-FRAME-STREAM-INF",
          "EXT-X-SESSION-DATA",
          "EXT-X-SESSION-KEY",
          "EXT-X-CONTENT-STEERING");
  private static final Set<String> ONCE =
      Set.of(
          "EXTM3U",
          "EXT-X-VERSION",
          "EXT-X-INDEPENDENT-SEGMENTS",
          "EXT-X-START",
          "EXT-X-TARGETDURATION",
          "EXT-X-MEDIA-SEQUENCE",
          "EXT-X-DISCONTINUITY-SEQUENCE",
          "EXT-X-ENDLIST",
          "EXT-X-PLAYLIST-TYPE",
          "EXT-X-I-FRAMES-ONLY",
          "EXT-X-PART-INF",
          "EXT-X-SERVER-CONTROL",
          "EXT-X-SKIP",
          "EXT-X-CONTENT-STEERING");

  static TagKind of(String tag) {
    if (IN_BOTH.contains(tag)) {
      return BOTH;
    }
    if (IN_MEDIA.contains(tag)) {
      return MEDIA;
    }
    return IN_MULTIVARIANT.contains(tag) ? MULTIVARIANT : UNKNOWN;
  }

  /// Whether a playlist may have it only once.
  static boolean isOnce(String tag) {
    return ONCE.contains(tag);
  }
}
