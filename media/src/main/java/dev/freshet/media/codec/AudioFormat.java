package dev.freshet.media.codec;

/// What an audio codec's configuration or frame header tells of its sound. A value: no owner.
///
/// @param sampleRate of the decoded sound in Hz, 0 if not known
/// @param channels 0 if not known
/// @param samplesPerFrame PCM samples of one frame and channel at `sampleRate`, 0 if it varies or
///   is not known
public record AudioFormat(int sampleRate, int channels, int samplesPerFrame) {
  /// Nothing is known.
  public static final AudioFormat UNKNOWN = new AudioFormat(0, 0, 0);

  /// Reads a decoder configuration as [dev.freshet.media.Track#config] holds it. One that is broken
  /// tells nothing: the decoder may know better.
  public static AudioFormat of(AudioCodec codec, byte[] config) {
    return switch (codec) {
      case AAC -> AacConfig.format(config);
      case OPUS -> OpusHead.format(config);
      case FLAC -> FlacStreamInfo.format(config);
      case MP3, AC3, EAC3, G711A, G711U, SPEEX -> UNKNOWN; // these have none
    };
  }
}
