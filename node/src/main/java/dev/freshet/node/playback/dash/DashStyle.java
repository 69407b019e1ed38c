package dev.freshet.node.playback.dash;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ways in which a stream is offered over DASH; the segments are the same.
enum DashStyle {
  /// Each complete segment is listed, as long as it is.
  FMP4("live.mpd"),
  /// Where segments are evenly spaced they are counted, and sent as they grow (low latency).
  LL("live.ll.mpd");

  private final String file;

  DashStyle(String file) {
    this.file = file;
  }

  /// What the manifest is called below a session.
  String file() {
    return file;
  }

  /// The style whose manifest is called so, or null.
  static @Nullable DashStyle byFile(String name) {
    for (DashStyle style : values()) {
      if (style.file.equals(name)) {
        return style;
      }
    }
    return null;
  }

  /// The style that `?format=` names, or null.
  static @Nullable DashStyle byFormat(String format) {
    for (DashStyle style : values()) {
      if (style.name().toLowerCase(Locale.ROOT).equals(format)) {
        return style;
      }
    }
    return null;
  }
}
