package dev.freshet.node.playback.hls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A media playlist by its name below `/APP/NAME/s/SESSION/`: `ts.m3u8`, `t0.m3u8`, `t0.ll.m3u8`. A
/// value.
///
/// @param track -1 for [HlsStyle#TS], which has all in one
record PlaylistFile(HlsStyle style, int track) {
  private static final Pattern NAME = Pattern.compile("t(\\d{1,2})(\\.ll)?\\.m3u8");

  /// Reads a name; null if no media playlist is called so.
  static @Nullable PlaylistFile of(String name) {
    if (name.equals("ts.m3u8")) {
      return new PlaylistFile(HlsStyle.TS, -1);
    }
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return null;
    }
    HlsStyle style = found.group(2) == null ? HlsStyle.FMP4 : HlsStyle.LL;
    return new PlaylistFile(style, Integer.parseInt(found.group(1)));
  }

  @Override
  public String toString() {
    return switch (style) {
      case TS -> "ts.m3u8";
      case FMP4 -> "t" + track + ".m3u8";
      case LL -> "t" + track + ".ll.m3u8";
    };
  }
}
