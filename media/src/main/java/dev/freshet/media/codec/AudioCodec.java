package dev.freshet.media.codec;

import org.jspecify.annotations.Nullable;

/// How sound is coded. Payloads are raw access units: AAC without ADTS, Opus packets, and so on.
public enum AudioCodec {
  AAC("mp4a", "AAC"),
  MP3(".mp3", "MP3"),
  OPUS("Opus", "Opus"),
  AC3("ac-3", "AC-3"),
  EAC3("ec-3", "E-AC-3"),
  FLAC("fLaC", "FLAC"),
  G711A("alaw", "G.711 A-law"),
  G711U("ulaw", "G.711 mu-law"),
  SPEEX("spex", "Speex");

  private static final AudioCodec[] ALL = values();

  private final String fourCc;
  private final String label;

  AudioCodec(String fourCc, String label) {
    this.fourCc = fourCc;
    this.label = label;
  }

  /// The code in Enhanced RTMP's ExAudioTagHeader (for G.711 and Speex, which have none, our own).
  public String fourCc() {
    return fourCc;
  }

  /// [#fourCc] as a number, its first character highest, as it stands on the wire.
  public int fourCcNumber() {
    return fourCc.charAt(0) << 24
        | fourCc.charAt(1) << 16
        | fourCc.charAt(2) << 8
        | fourCc.charAt(3);
  }

  /// What people call it.
  public String label() {
    return label;
  }

  /// The codec with this code, or null.
  public static @Nullable AudioCodec byFourCc(String fourCc) {
    for (AudioCodec codec : values()) {
      if (codec.fourCc.equals(fourCc)) {
        return codec;
      }
    }
    return null;
  }

  /// The codec with this code as a number, or null.
  public static @Nullable AudioCodec byFourCcNumber(int number) {
    for (AudioCodec codec : ALL) {
      if (codec.fourCcNumber() == number) {
        return codec;
      }
    }
    return null;
  }
}
