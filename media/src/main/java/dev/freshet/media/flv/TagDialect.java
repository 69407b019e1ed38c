package dev.freshet.media.flv;

/// How tag bodies are written where players disagree. A value: no owner.
///
/// @param hevc12 H.265 goes in the legacy form with codec id 12, as Chinese players expect, instead
///   of in Enhanced RTMP's
/// @param browser no Enhanced RTMP metadata packets, which mpegts.js takes for errors
public record TagDialect(boolean hevc12, boolean browser) {
  /// By the specifications.
  public static final TagDialect STANDARD = new TagDialect(false, false);
}
