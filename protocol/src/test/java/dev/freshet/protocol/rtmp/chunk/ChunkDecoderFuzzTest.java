package dev.freshet.protocol.rtmp.chunk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

class ChunkDecoderFuzzTest {
  private static final ChunkLimits LIMITS = new ChunkLimits(65_536, 65_536, 16, 131_072);

  /// @param data how many bytes to read at a time, then the bytes
  @FuzzTest(maxDuration = "60s")
  void throwsNothingButProtocolExceptions(byte[] data) {
    ByteBuf bytes = Unpooled.wrappedBuffer(data);
    int step = bytes.isReadable() ? 1 + bytes.readUnsignedByte() : 1;
    Message.Collector received = new Message.Collector();
    ChunkDecoder decoder = new ChunkDecoder(new UnpooledByteBufAllocator(false), LIMITS, received);
    try {
      while (bytes.isReadable()) {
        decoder.read(bytes.readSlice(Math.min(step, bytes.readableBytes())));
      }
    } catch (ProtocolException expected) {
      // the peer's fault
    } finally {
      decoder.close();
    }
    if (decoder.bytesInFlight() != 0) {
      throw new AssertionError("bytes in flight: " + decoder.bytesInFlight());
    }
  }
}
