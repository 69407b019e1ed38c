package dev.freshet.node.playback.segments;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the last component of an address names, below `/APP/NAME/s/SESSION/`, in every format.
/// Names are made of stamps and contents alone: the same on every node, and never another thing
/// under the same name.
public sealed interface SegmentFile {
  /// `t0-1234.m4s`.
  record Segment(int track, long number) implements SegmentFile {
    @Override
    public String toString() {
      return "t" + track + "-" + number + ".m4s";
    }
  }

  /// `t0-1200-90000.m4s`: the same by its time, for manifests that list times.
  ///
  /// @param stretch the number, in short form, of the segment with which its stretch began
  /// @param ticks its first decoding time by the track's clock
  record Timed(int track, long stretch, long ticks) implements SegmentFile {
    @Override
    public String toString() {
      return "t" + track + "-" + stretch + "-" + ticks + ".m4s";
    }
  }

  /// `t0-1234.3.m4s`.
  record Part(int track, long number, int part) implements SegmentFile {
    @Override
    public String toString() {
      return "t" + track + "-" + number + "." + part + ".m4s";
    }
  }

  /// `t0-0123456789abcdef.mp4`.
  record Init(int track, String hash) implements SegmentFile {
    @Override
    public String toString() {
      return "t" + track + "-" + hash + ".mp4";
    }
  }

  /// `1234.ts`.
  record TransportStream(long number) implements SegmentFile {
    @Override
    public String toString() {
      return number + ".ts";
    }
  }

  /// Whether viewers of this format fetch such files.
  default boolean belongsTo(SessionToken.Format format) {
    return (this instanceof TransportStream) == (format == SessionToken.Format.HLS_TS);
  }

  /// Numbers of tracks have two digits at most, of segments 15, of parts four; times 18.
  Pattern NAME =
      Pattern.compile(
          "t(?<track>\\d{1,2})"
              + "(?:-(?<number>\\d{1,15})(?:\\.(?<part>\\d{1,4}))?\\.m4s"
              + "|-(?<stretch>\\d{1,10})-(?<ticks>\\d{1,18})\\.m4s"
              + "|-(?<hash>[0-9a-f]{16})\\.mp4)"
              + "|(?<ts>\\d{1,15})\\.ts");

  /// Reads a name; null if it is none of these.
  static @Nullable SegmentFile of(String name) {
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
    if (found.group("stretch") != null) {
      long stretch = Long.parseLong(found.group("stretch"));
      return new Timed(track, stretch, Long.parseLong(found.group("ticks")));
    }
    long number = Long.parseLong(found.group("number"));
    return found.group("part") == null
        ? new Segment(track, number)
        : new Part(track, number, Integer.parseInt(found.group("part")));
  }
}
