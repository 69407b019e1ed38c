package dev.freshet.media;

import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;

/// One coded picture or sound of a stream, with what a decoder needs before its first frame. A
/// value; its bytes must not be changed.
public sealed interface Track {
  /// The track's number in its stream, from 0; unique over all kinds.
  int id();

  /// Decoder configuration as the codec's ISO BMFF box defines it (avcC, hvcC, av1C, vpcC,
  /// AudioSpecificConfig, OpusHead, fLaC blocks, dac3, dec3); empty for codecs without one.
  byte[] config();

  /// The codec's name for people.
  String codecLabel();

  /// Whether a decoder set up for `other` can go on with this track's frames.
  default boolean sameDecoder(Track other) {
    return getClass() == other.getClass()
        && codecLabel().equals(other.codecLabel())
        && Arrays.equals(config(), other.config());
  }

  /// Pictures.
  ///
  /// @param width in luma samples, 0 if not known
  /// @param height in luma samples, 0 if not known
  /// @param fps nominal pictures a second, 0 if not known
  /// @param colorInfo the body of Enhanced RTMP's video metadata packet (AMF), empty if none was
  ///   sent
  record Video(
      int id, VideoCodec codec, byte[] config, int width, int height, double fps, byte[] colorInfo)
      implements Track {
    @Override
    public String codecLabel() {
      return codec.label();
    }

    @Override
    public String toString() {
      return "video "
          + id
          + " "
          + codecLabel()
          + " "
          + width
          + "x"
          + height
          + " config="
          + ByteBufUtil.hexDump(config);
    }
  }

  /// Sound.
  ///
  /// @param sampleRate in Hz, 0 if not known
  /// @param channels 0 if not known
  /// @param samplesPerFrame PCM samples of one frame and channel, 0 if it varies or is not known
  record Audio(
      int id, AudioCodec codec, byte[] config, int sampleRate, int channels, int samplesPerFrame)
      implements Track {
    @Override
    public String codecLabel() {
      return codec.label();
    }

    @Override
    public String toString() {
      return "audio "
          + id
          + " "
          + codecLabel()
          + " "
          + sampleRate
          + " Hz x"
          + channels
          + " config="
          + ByteBufUtil.hexDump(config);
    }
  }

  /// Timed data: script messages that are neither metadata nor media.
  record Data(int id) implements Track {
    @Override
    public byte[] config() {
      return NONE;
    }

    @Override
    public String codecLabel() {
      return "data";
    }
  }

  /// No configuration.
  byte[] NONE = new byte[0];

  /// The readable bytes of `buffer`, copied.
  static byte[] bytes(ByteBuf buffer) {
    return ByteBufUtil.getBytes(buffer);
  }
}
