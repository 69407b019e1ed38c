package dev.freshet.protocol.relay;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.Frame;
import dev.freshet.media.ProtocolException;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

class RelayDecoderFuzzTest {
  private static final RelayReceiver RELEASING =
      new RelayReceiver() {
        @Override
        public void message(RelayMessage message) {
          RelayWriter.write(message, Unpooled.buffer()); // what was read can be written
        }

        @Override
        public void frame(Frame frame) {
          frame.release();
        }
      };

  /// @param data what a node sends that was let in
  @FuzzTest(maxDuration = "60s")
  void throwsNothingButProtocolExceptions(byte[] data) {
    RelayDecoder decoder =
        new RelayDecoder(UnpooledByteBufAllocator.DEFAULT, RelayLimits.DEFAULT, 65_536, RELEASING);
    try {
      decoder.read(Unpooled.wrappedBuffer(data));
    } catch (ProtocolException expected) {
      // says what was wrong
    } finally {
      decoder.close();
    }
  }
}
