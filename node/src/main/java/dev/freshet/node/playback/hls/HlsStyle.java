package dev.freshet.node.playback.hls;

import dev.freshet.node.playback.segments.SessionToken;
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

  /// What stands in tokens of its viewers.
  SessionToken.Format sessionFormat() {
    return switch (this) {
      case TS -> SessionToken.Format.HLS_TS;
      case FMP4 -> SessionToken.Format.HLS_FMP4;
      case LL -> SessionToken.Format.HLS_LL;
    };
  }

  /// What `?format=` calls it.
  String format() {
    return name().toLowerCase(Locale.ROOT);
  }
}
