package dev.freshet.node.playback.packaging;

/// How much of a stream is listed and kept. A value.
///
/// @param listedUs a segment leaves the list once what follows it lasts this long, in us
/// @param maxSegments most segments that are listed
/// @param maxBytes most payload bytes that are kept, listed or not; the newest segments stay
public record WindowRule(long listedUs, int maxSegments, long maxBytes) {
  /// Fewer than these are never listed: players start three segments before the end (RFC 8216
  /// 6.3.3).
  static final int MIN_SEGMENTS = 4;
}
