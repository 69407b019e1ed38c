package dev.freshet.protocol.rtmp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.RtmpClientSession.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

class RtmpClientSessionFuzzTest {

  /// @param data whether the client plays already, how many bytes to read at a time, then the bytes
  @FuzzTest(maxDuration = "60s")
  void throwsNothingButProtocolExceptions(byte[] data) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    ByteBuf bytes = Unpooled.wrappedBuffer(data);
    int stage = bytes.isReadable() ? bytes.readByte() & 3 : 0;
    Conversation talk = new Conversation(allocator, stage < 2 ? Role.PUBLISH : Role.PLAY);
    try {
      if (stage % 2 == 1) {
        talk.pump();
      }
      int step = bytes.isReadable() ? 1 + bytes.readUnsignedByte() : 1;
      while (bytes.isReadable()) {
        talk.client.read(bytes.readSlice(Math.min(step, bytes.readableBytes())));
      }
      talk.client.requestClock();
      talk.client.tick(talk.clock.monotonicMs());
    } catch (ProtocolException expected) {
      // the server's fault
    } finally {
      talk.close();
    }
    if (allocator.metric().usedHeapMemory() != 0) {
      throw new AssertionError("kept " + allocator.metric().usedHeapMemory() + " bytes");
    }
  }
}
