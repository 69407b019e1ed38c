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
}
