package dev.freshet.app.client;

import java.util.Locale;

/// Numbers as people read them.
final class Figures {
  private Figures() {}

  /// Minutes and seconds, with hours where there are some.
  static String time(long ms) {
    long seconds = ms / 1_000;
    String minutes = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    return seconds < 3_600 ? minutes : seconds / 3_600 + ":" + minutes;
  }

  /// @param bitrate in bits a second
  static String bitrate(double bitrate) {
    return bitrate < 1e6
        ? String.format(Locale.ROOT, "%.0f kbit/s", bitrate / 1e3)
        : String.format(Locale.ROOT, "%.2f Mbit/s", bitrate / 1e6);
  }
}
