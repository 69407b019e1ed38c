package dev.freshet.node.playback.hls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the last component of an address names, below `/APP/NAME/s/SESSION/`. Names are made of
/// stamps and contents alone: the same on every node, and never another thing under the same name.
sealed interface HlsFile {
  /// `ts.m3u8`, `t0.m3u8`, `t0.ll.m3u8`.
  ///
  /// @param track -1 for [HlsStyle#TS], which has all in one
  record Playlist(HlsStyle style, int track) implements HlsFile {
    @Override
    public String toString() {
      return switch (style) {
        case TS -> "ts.m3u8";
        case FMP4 -> "t" + track + ".m3u8";
        case LL -> "t" + track + ".ll.m3u8";
      };
    }
  }

  /// `t0-1234.m4s`.
  record Segment(int track, long number) implements HlsFile {
    @Override
    public String toString() {
      return "t" + track + "-" + number + ".m4s";
    }
  }

  /// `t0-1234.3.m4s`.
  record Part(int track, long number, int part) implements HlsFile {
    @Override
    public String toString() {
      return "t" + track + "-" + number + "." + part + ".m4s";
    }
  }

  /// `t0-0123456789abcdef.mp4`.
  record Init(int track, String hash) implements HlsFile {
    @Override
    public String toString() {
      return "t" + track + "-" + hash + ".mp4";
    }
  }

  /// `1234.ts`.
  record TransportStream(long number) implements HlsFile {
    @Override
    public String toString() {
      return number + ".ts";
    }
  }

  /// Numbers of tracks have two digits at most, of segments 15, of parts four.
  Pattern NAME =
      Pattern.compile(
          "t(?<track>\\d{1,2})(?:(?<ll>\\.ll)?\\.m3u8"
              + "|-(?<number>\\d{1,15})(?:\\.(?<part>\\d{1,4}))?\\.m4s"
              + "|-(?<hash>[0-9a-f]{16})\\.mp4)"
              + "|(?<ts>\\d{1,15})\\.ts");

  /// Reads a name; null if it is none of these.
  static @Nullable HlsFile of(String name) {
    if (name.equals("ts.m3u8")) {
      return new Playlist(HlsStyle.TS, -1);
    }
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return null;
    }
    if (found.group("ts") != null) {
      return new TransportStream(Long.parseLong(found.group("ts")));
    }
    int track = Integer.parseInt(found.group("track"));
    if (found.group("hash") != null) {
      return new Init(track, found.group("hash"));
    }
    if (found.group("number") == null) {
      return new Playlist(found.group("ll") == null ? HlsStyle.FMP4 : HlsStyle.LL, track);
    }
    long number = Long.parseLong(found.group("number"));
    return found.group("part") == null
        ? new Segment(track, number)
        : new Part(track, number, Integer.parseInt(found.group("part")));
  }
}
