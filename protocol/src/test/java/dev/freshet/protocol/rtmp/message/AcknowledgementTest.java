package dev.freshet.protocol.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
  private static final int READ_BYTES = 1 << 30;

  private final AcknowledgementWindow window = new AcknowledgementWindow();
  private final List<String> sent = new ArrayList<>();
  private final MessageWriter writer =
      new MessageWriter(new UnpooledByteBufAllocator(false), this::sent);

  @Test
  void goesOnCountingModulo32BitsPastFourGigabytes() {
    for (int i = 0; i < 6; i++) {
      window.received(READ_BYTES);
      assertThat(window.isDue()).isTrue();
      writer.acknowledge(window.receivedBytes());
      window.acknowledged();
      assertThat(window.isDue()).isFalse();
    }
    assertThat(sent)
        .containsExactly("40000000", "80000000", "c0000000", "00000000", "40000000", "80000000");
  }

  private void sent(ByteBuf message) {
    sent.add(ByteBufUtil.hexDump(message, 12, 4));
    message.release();
  }
}
