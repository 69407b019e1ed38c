package dev.freshet.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/// Whatever bytes come: a format within its bounds, and nothing thrown.
class ConfigFuzzTest {
  @FuzzTest
  void avc(byte[] config) {
    check(VideoFormat.of(VideoCodec.AVC, config));
  }

  @FuzzTest
  void hevc(byte[] config) {
    check(VideoFormat.of(VideoCodec.HEVC, config));
  }

  @FuzzTest
  void vvc(byte[] config) {
    check(VideoFormat.of(VideoCodec.VVC, config));
  }

  @FuzzTest
  void av1(byte[] config) {
    check(VideoFormat.of(VideoCodec.AV1, config));
    check(VideoFormat.of(VideoCodec.AV1, Av1Config.ofTsDescriptor(config)));
  }

  @FuzzTest
  void vpxKeyframe(byte[] frame) {
    check(VpxKeyframe.format(VideoCodec.VP8, Unpooled.wrappedBuffer(frame)));
    check(VpxKeyframe.format(VideoCodec.VP9, Unpooled.wrappedBuffer(frame)));
  }

  @FuzzTest
  void aac(byte[] config) {
    check(AudioFormat.of(AudioCodec.AAC, config));
  }

  @FuzzTest
  void opusAndFlac(byte[] config) {
    check(AudioFormat.of(AudioCodec.OPUS, config));
    check(AudioFormat.of(AudioCodec.FLAC, config));
  }

  @FuzzTest
  void syncFrame(byte[] bytes) {
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    for (AudioCodec codec : AudioCodec.values()) {
      SyncFrame.key(codec, frame);
      check(SyncFrame.format(codec, frame));
    }
  }

  @FuzzTest
  void parameterSets(byte[] config) {
    for (VideoCodec codec : VideoCodec.values()) {
      ParameterSets.of(codec, config).config(codec);
      List<byte[]> one = List.of(config);
      check(VideoFormat.of(codec, new ParameterSets(one, one, one).config(codec)));
    }
    AdtsHeader.of(config);
  }

  private static void check(VideoFormat format) {
    if (format.width() < 0
        || format.height() < 0
        || !(format.fps() >= 0 && format.fps() <= 1_000)) {
      throw new AssertionError(format);
    }
  }

  private static void check(AudioFormat format) {
    if (format.sampleRate() < 0 || format.channels() < 0 || format.samplesPerFrame() < 0) {
      throw new AssertionError(format);
    }
  }
}
