package dev.freshet.protocol.hls;

/// How far another playlist of the same presentation is (EXT-X-RENDITION-REPORT, 4.4.5.4). A value:
/// no owner.
///
/// @param uri that playlist, relative to this one
/// @param lastNumber the media sequence number of its last part, or of its last segment if it has
///   no parts
/// @param lastPart the index of that part, or [#NO_PART]
public record RenditionReport(String uri, long lastNumber, int lastPart) {
  /// The rendition has no parts.
  public static final int NO_PART = -1;

  public RenditionReport {
    Expect.uri("report.uri", uri);
    Expect.atLeast("report.lastNumber", lastNumber, 0);
    Expect.atLeast("report.lastPart", lastPart, NO_PART);
  }
}
