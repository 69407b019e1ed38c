package dev.freshet.protocol.rtmp;

import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a peer says with `connect` that it can do beyond RTMP 1.0 (Enhanced RTMP v2, "Enhancing
/// NetConnection connect Command"). A value: no owner.
///
/// @param fourCcs codes of `fourCcList`; may hold `*`
/// @param video flags by code, of `videoFourCcInfoMap`; may hold `*`
/// @param audio flags by code, of `audioFourCcInfoMap`; may hold `*`
/// @param capsEx flags
public record RtmpCapabilities(
    Set<String> fourCcs, Map<String, Integer> video, Map<String, Integer> audio, int capsEx) {
  /// Flags of a codec.
  public static final int CAN_DECODE = 1;

  public static final int CAN_ENCODE = 2;
  public static final int CAN_FORWARD = 4;

  /// Flags of capsEx.
  public static final int RECONNECT = 1;

  public static final int MULTITRACK = 2;
  public static final int MOD_EX = 4;
  public static final int TIMESTAMP_NANO_OFFSET = 8;

  /// A peer that says nothing of the kind.
  public static final RtmpCapabilities NONE = new RtmpCapabilities(Set.of(), Map.of(), Map.of(), 0);

  /// What we can do: pass on every codec, and read all of Enhanced RTMP.
  public static final RtmpCapabilities OURS =
      new RtmpCapabilities(
          Set.of("*"),
          Map.of("*", CAN_FORWARD),
          Map.of("*", CAN_FORWARD),
          RECONNECT | MULTITRACK | MOD_EX | TIMESTAMP_NANO_OFFSET);

  private static final String ANY = "*";

  public RtmpCapabilities {
    fourCcs = Set.copyOf(fourCcs);
    video = Map.copyOf(video);
    audio = Map.copyOf(audio);
  }

  /// What the object of `connect`, or of its answer, says; what is not understood counts as unsaid.
  public static RtmpCapabilities of(Map<String, Object> object) {
    return new RtmpCapabilities(
        strings(object.get("fourCcList")),
        flags(object.get("videoFourCcInfoMap")),
        flags(object.get("audioFourCcInfoMap")),
        object.get("capsEx") instanceof Double caps ? caps.intValue() : 0);
  }

  /// Adds them to the object of `connect`, or of its answer.
  public void putInto(Map<String, Object> object) {
    object.put("fourCcList", List.copyOf(fourCcs));
    object.put("videoFourCcInfoMap", video);
    object.put("audioFourCcInfoMap", audio);
    object.put("capsEx", capsEx);
  }

  /// Whether the peer has all of these capsEx flags.
  public boolean has(int flags) {
    return (capsEx & flags) == flags;
  }

  /// Whether the peer said that it takes this codec in Enhanced RTMP's form.
  public boolean takes(VideoCodec codec) {
    return takes(codec.fourCc(), video);
  }

  /// Whether the peer said that it takes this codec in Enhanced RTMP's form.
  public boolean takes(AudioCodec codec) {
    return takes(codec.fourCc(), audio);
  }

  private boolean takes(String fourCc, Map<String, Integer> flags) {
    int either = flags.getOrDefault(ANY, 0) | flags.getOrDefault(fourCc, 0);
    return (either & (CAN_DECODE | CAN_FORWARD)) != 0
        || fourCcs.contains(ANY)
        || fourCcs.contains(fourCc);
  }

  private static Set<String> strings(@Nullable Object value) {
    Set<String> strings = new LinkedHashSet<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> strings.add(String.valueOf(item)));
    }
    return strings;
  }

  private static Map<String, Integer> flags(@Nullable Object value) {
    Map<String, Integer> flags = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, number) -> flags.put(String.valueOf(key), flag(number)));
    }
    return flags;
  }

  private static int flag(@Nullable Object value) {
    return value instanceof Double number ? number.intValue() : 0;
  }
}
