package dev.freshet.media.flv;

import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The script message that describes a stream to players: what its tracks tell, and what of the
/// publisher's own words does no harm.
final class OnMetaData {
  private static final int MAX_PUBLISHER_KEYS = 64;
  private static final int MAX_STRING_CHARS = 1_024;

  /// What a publisher says that is wrong for a live stream of one track a kind, or that our tracks
  /// tell better.
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "audiocodecid",
          "audiosamplesize",
          "videocodecid",
          "hasAudio",
          "hasVideo",
          "hasMetadata",
          "hasKeyframes",
          "hasCuePoints",
          "keyframes",
          "cuePoints",
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
          "canseekontime",
          "starttime",
          "bytelength",
          "audioTrackIdInfoMap",
          "videoTrackIdInfoMap",
          "metadatacreator");

  private OnMetaData() {}

  static void write(StreamHeader header, TagDialect dialect, ByteBuf out) {
    Amf0Writer.writeString(out, "onMetaData");
    Amf0Writer.writeEcmaArray(out, values(header, dialect));
  }

  private static Map<String, Object> values(StreamHeader header, TagDialect dialect) {
    Map<String, Object> values = new LinkedHashMap<>();
    Track.Video video = header.video();
    if (video != null) {
      video(video, dialect, values);
    }
    Track.Audio audio = header.audio();
    if (audio != null) {
      audio(audio, values);
    }
    fromPublisher(header.metadata(), values);
    return values;
  }

  private static void video(Track.Video track, TagDialect dialect, Map<String, Object> values) {
    if (track.width() > 0) {
      values.put("width", track.width());
      values.put("height", track.height());
    }
    if (track.fps() > 0) {
      values.put("framerate", track.fps());
    }
    values.put("videocodecid", videoCodecId(track.codec(), dialect));
  }

  /// Enhanced codecs are named by their FourCC, as a number (Enhanced RTMP v2, "onMetaData").
  private static long videoCodecId(VideoCodec codec, TagDialect dialect) {
    if (codec == VideoCodec.AVC) {
      return 7;
    }
    return codec == VideoCodec.HEVC && dialect.hevc12()
        ? 12
        : Integer.toUnsignedLong(codec.fourCcNumber());
  }

  private static void audio(Track.Audio track, Map<String, Object> values) {
    values.put("audiocodecid", audioCodecId(track));
    values.put("audiosamplesize", 16);
    if (track.sampleRate() > 0) {
      values.put("audiosamplerate", track.sampleRate());
    }
    if (track.channels() > 0) {
      values.put("stereo", track.channels() > 1);
      values.put("audiochannels", track.channels());
    }
  }

  private static long audioCodecId(Track.Audio track) {
    return switch (track.codec()) {
      case AAC, MP3, G711A, G711U, SPEEX -> LegacyAudio.soundFormat(track);
      case OPUS, AC3, EAC3, FLAC -> Integer.toUnsignedLong(track.codec().fourCcNumber());
    };
  }

  /// In order of their names, so that equal headers make equal bytes.
  private static void fromPublisher(Map<String, Object> metadata, Map<String, Object> values) {
    int left = MAX_PUBLISHER_KEYS;
    for (Map.Entry<String, Object> entry : new TreeMap<>(metadata).entrySet()) {
      if (left > 0 && isHarmless(entry) && !values.containsKey(entry.getKey())) {
        values.put(entry.getKey(), entry.getValue());
        left--;
      }
    }
  }

  private static boolean isHarmless(Map.Entry<String, Object> entry) {
    if (NOT_PASSED_ON.contains(entry.getKey()) || entry.getKey().length() > MAX_STRING_CHARS) {
      return false;
    }
    return switch (entry.getValue()) {
      case Number _, Boolean _ -> true;
      case String string -> string.length() <= MAX_STRING_CHARS;
      default -> false;
    };
  }
}
