package dev.freshet.node.playback.hls;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ways in which a stream is offered over HLS.
public enum HlsStyle {
  /// Segments of MPEG-TS, sound and pictures together: for set-top boxes and old players.
  TS,
  /// Segments of fragmented MP4, each track for itself.
  FMP4,
  /// The same segments in parts, announced before they are there (low latency).
  LL;

  /// The style that `?format=` names, or null.
  static @Nullable HlsStyle byFormat(String format) {
    for (HlsStyle style : values()) {
      if (style.format().equals(format)) {
        return style;
      }
    }
    return null;
  }

  /// What `?format=` calls it.
  String format() {
    return name().toLowerCase(Locale.ROOT);
  }
}
