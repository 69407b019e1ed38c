package dev.freshet.protocol.rtmp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.flv.AmfVoid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Map;

class RtmpServerSessionFuzzTest {

  /// @param data how far the peer has come, how many bytes to read at a time, then the bytes
  @FuzzTest(maxDuration = "60s")
  void throwsNothingButProtocolExceptions(byte[] data) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    ServerPeer peer = new ServerPeer(allocator);
    ByteBuf bytes = Unpooled.wrappedBuffer(data);
    try {
      bring(peer, bytes.isReadable() ? bytes.readByte() & 3 : 0);
      int step = bytes.isReadable() ? 1 + bytes.readUnsignedByte() : 1;
      while (bytes.isReadable()) {
        peer.send(bytes.readSlice(Math.min(step, bytes.readableBytes())));
      }
      peer.pass(1);
    } catch (ProtocolException expected) {
      // the peer's fault
    } finally {
      peer.close();
    }
    if (allocator.metric().usedHeapMemory() != 0) {
      throw new AssertionError("kept " + allocator.metric().usedHeapMemory() + " bytes");
    }
  }

  private static void bring(ServerPeer peer, int stage) {
    if (stage > 0) {
      peer.shakeHands();
    }
    if (stage > 1) {
      peer.connect(Map.of("app", "live", "tcUrl", "rtmp://h/live"));
    }
    if (stage > 2) {
      peer.command(1, "publish", 3, AmfVoid.NULL, "cam", "live");
    }
  }
}
