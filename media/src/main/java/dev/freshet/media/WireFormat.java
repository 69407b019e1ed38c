package dev.freshet.media;

/// One way to put a stream on the wire: container, dialect, track set and framing. Viewers of equal
/// formats share their bytes. Implementations are values; equality is by [#key].
public interface WireFormat {
  /// Names the format, such as `flv+chunked` or `rtmp+hevc12`; bounded in number.
  String key();

  /// Whether its readers are nodes: stamps reach them unchanged, and nothing waits to be merged.
  default boolean forNodes() {
    return false;
  }

  /// A muxer for one stream.
  Muxer newMuxer();
}
