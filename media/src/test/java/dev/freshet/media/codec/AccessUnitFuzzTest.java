package dev.freshet.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Whatever a publisher calls an access unit: units that lie in it, one behind the other, and
/// samples within their bounds.
class AccessUnitFuzzTest {
  private static final int MAX_OPUS_SAMPLES = 5_760;

  @FuzzTest
  void nalUnits(byte[] bytes) {
    for (int lengthBytes = 1; lengthBytes <= 4; lengthBytes++) {
      ByteBuf in = Unpooled.wrappedBuffer(bytes);
      NalUnits units = new NalUnits(lengthBytes).of(in);
      int end = 0;
      while (units.next()) {
        if (units.bytes() < 1
            || units.at() < end + lengthBytes
            || units.at() + units.bytes() > bytes.length) {
          throw new AssertionError(units.at() + "+" + units.bytes() + " behind " + end);
        }
        end = units.at() + units.bytes();
        units.kind(VideoCodec.AVC);
        units.kind(VideoCodec.HEVC);
      }
      if (in.readableBytes() != bytes.length) {
        throw new AssertionError("moved: " + in);
      }
    }
  }

  @FuzzTest
  void opusAndVpx(byte[] bytes) {
    int samples = OpusPacket.samples(Unpooled.wrappedBuffer(bytes));
    if (samples < 0 || samples > MAX_OPUS_SAMPLES) {
      throw new AssertionError(samples);
    }
    byte[] record = VpxConfig.of(bytes, 640, 360);
    if (record.length < 8) {
      throw new AssertionError(record.length);
    }
    FlacStreamInfo.of(bytes);
    AacConfig.objectType(bytes);
  }
}
