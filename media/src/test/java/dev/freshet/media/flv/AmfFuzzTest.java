package dev.freshet.media.flv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/// Whatever bytes come: values that can be written again, or a [ProtocolException].
class AmfFuzzTest {
  @FuzzTest
  void amf0(byte[] bytes) {
    readAndWrite(Unpooled.wrappedBuffer(bytes));
  }

  @FuzzTest
  void amf3(byte[] bytes) {
    readAndWrite(Unpooled.wrappedBuffer(new byte[] {0x11}, bytes));
  }

  private static void readAndWrite(ByteBuf in) {
    try {
      List<Object> values = Amf0Reader.readAll(in, AmfLimits.DEFAULT);
      ByteBuf out = Unpooled.buffer();
      Amf0Writer.writeAll(out, values.toArray());
    } catch (ProtocolException expected) {
      // the peer's fault
    }
  }
}
