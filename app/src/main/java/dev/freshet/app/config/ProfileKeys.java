package dev.freshet.app.config;

import dev.freshet.contract.service.Profile;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// The keys of a latency profile, each with the number of [Profile] that it sets.
public final class ProfileKeys {
  /// A number of a profile, and its key.
  ///
  /// @param key how it is written
  /// @param of reads it from a profile
  /// @param write how a number is written for people
  public record Knob(Key<Integer> key, ToIntFunction<Profile> of, Write write) {
    /// The key's own name, without the profile's.
    public String name() {
      return key.pattern().substring(PREFIX.length());
    }

    /// This number of `profile`, with its unit.
    public String text(Profile profile) {
      return write.text(of.applyAsInt(profile));
    }
  }

  /// How a number is written for people.
  @FunctionalInterface
  public interface Write {
    /// With its unit.
    String text(long value);
  }

  private static final String PREFIX = "profiles.*.";

  static final Key<String> FROM =
      new Key<>(PREFIX + "from", ValueType.text("a profile's name"), "showroom", Applies.LIVE);

  static final Knob START_BACK = duration("startBack", 0, Profile::startBackMs);
  static final Knob GOP_CACHE = duration("gopCache", 0, Profile::gopCacheMs);
  static final Knob GOP_CACHE_BYTES = size("gopCacheBytes", 1, Profile::gopCacheBytes);
  static final Knob GOP_CACHE_FRAMES = count("gopCacheFrames", 1, Profile::gopCacheFrames);
  static final Knob MERGE_WINDOW = duration("mergeWindow", 0, Profile::mergeWindowMs);
  static final Knob MAX_MERGE_WINDOW = duration("maxMergeWindow", 1, Profile::maxMergeWindowMs);
  static final Knob MAX_CURSOR_AGE = duration("maxCursorAge", 100, Profile::maxCursorAgeMs);
  static final Knob MAX_SKIPS = count("maxSkipsPerMinute", 0, Profile::maxSkipsPerMinute);
  static final Knob STALLED_WRITE = duration("stalledWrite", 100, Profile::stalledWriteMs);
  static final Knob SEGMENT = duration("segment", 500, Profile::segmentMs);
  static final Knob PART = duration("part", 50, Profile::partMs);
  static final Knob REPLAY_WINDOW = duration("replayWindow", 500, Profile::replayWindowMs);
  static final Knob REPLAY_WINDOW_BYTES =
      size("replayWindowBytes", 64 << 10, Profile::replayWindowBytes);
  static final Knob PLAYER_BUFFER = duration("playerBuffer", 0, Profile::playerBufferMs);
  static final Knob PLAYER_MAX_BUFFER = duration("playerMaxBuffer", 0, Profile::playerMaxBufferMs);

  /// All of them, in the order of [Profile].
  public static final List<Knob> KNOBS =
      List.of(
          START_BACK,
          GOP_CACHE,
          GOP_CACHE_BYTES,
          GOP_CACHE_FRAMES,
          MERGE_WINDOW,
          MAX_MERGE_WINDOW,
          MAX_CURSOR_AGE,
          MAX_SKIPS,
          STALLED_WRITE,
          SEGMENT,
          PART,
          REPLAY_WINDOW,
          REPLAY_WINDOW_BYTES,
          PLAYER_BUFFER,
          PLAYER_MAX_BUFFER);

  static final List<Key<?>> ALL =
      Stream.concat(Stream.of(FROM), KNOBS.stream().map(Knob::key))
          .<Key<?>>map(key -> key)
          .toList();

  private ProfileKeys() {}

  private static Knob duration(String name, int leastMs, ToIntFunction<Profile> of) {
    return number(name, ValueType.duration(leastMs), of, Units::durationText);
  }

  private static Knob size(String name, int leastBytes, ToIntFunction<Profile> of) {
    return number(name, ValueType.size(leastBytes), of, Units::sizeText);
  }

  private static Knob count(String name, int least, ToIntFunction<Profile> of) {
    return number(name, ValueType.count(least), of, Long::toString);
  }

  private static Knob number(
      String name, ValueType<Integer> type, ToIntFunction<Profile> of, Write write) {
    String showroom = write.text(of.applyAsInt(Profile.SHOWROOM));
    return new Knob(new Key<>(PREFIX + name, type, showroom, Applies.LIVE), of, write);
  }
}
