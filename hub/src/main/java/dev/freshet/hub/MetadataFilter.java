package dev.freshet.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What of a publisher's metadata travels on: bounded, and without what tracks tell better.
final class MetadataFilter {
  private static final int MAX_KEYS = 64;
  private static final int MAX_CHARS = 256;

  /// Keys that the tracks tell better, or that make no sense live.
  private static final Set<String> TOLD_BY_TRACKS =
      Set.of(
          "width",
          "height",
          "videocodecid",
          "audiocodecid",
          "audiosamplerate",
          "audiosamplesize",
          "audiochannels",
          "stereo",
          "hasVideo",
          "hasAudio",
          "hasMetadata",
          "hasKeyframes",
          "duration",
          "filesize",
          "fileSize",
          "datasize",
          "videosize",
          "audiosize",
          "lasttimestamp",
          "lastkeyframetimestamp",
          "lastkeyframelocation",
          "canSeekToEnd",
          "cuePoints",
          "keyframes",
          "videoTrackIdInfoMap",
          "audioTrackIdInfoMap");

  private MetadataFilter() {}

  /// The numbers, booleans and short texts of `values` that nobody knows better.
  static Map<String, Object> clean(Map<String, Object> values) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      if (kept.size() < MAX_KEYS && isKept(entry.getKey(), entry.getValue())) {
        kept.put(entry.getKey(), entry.getValue());
      }
    }
    return kept;
  }

  private static boolean isKept(String key, Object value) {
    boolean scalar =
        value instanceof Double
            || value instanceof Boolean
            || (value instanceof String text && text.length() <= MAX_CHARS);
    return scalar && key.length() <= MAX_CHARS && !TOLD_BY_TRACKS.contains(key);
  }
}
