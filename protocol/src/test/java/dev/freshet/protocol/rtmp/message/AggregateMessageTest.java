package dev.freshet.protocol.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.rtmp.chunk.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateMessageTest {
  private final Message.Collector received = new Message.Collector();

  @Test
  void countsTimesFromTheFirstAcrossTheWrap() {
    split(0xFFFF_FFF0L, "08 000001 ffffff 7f 000000 01 0000000c 09 000001 00000f 80 000000 02");
    assertThat(received.messages)
        .containsExactly(new Message(8, 0xFFFF_FFF0L, 1, "01"), new Message(9, 0, 1, "02"));
  }

  @Test
  void acceptsAMissingLastBackPointerAndTrailingBytes() {
    split(0, "08 000001 000000 00 000000 01 0000");
    assertThat(received.messages).hasSize(1);
  }

  @Test
  void leavesOutWhatIsNoMedia() {
    split(0, "16 000001 000000 00 000000 01 0000000c 14 000001 000000 00 000000 01 0000000c");
    assertThat(received.messages).isEmpty();
  }

  @Test
  void refusesAPartThatIsLongerThanTheWhole() {
    assertThatThrownBy(() -> split(0, "08 000009 000000 00 000000 01"))
        .hasMessage("aggregate: 1 bytes left (expected: 9)");
  }

  @Test
  void keepsABodyPerMessageAliveByItsOwnReference() {
    ByteBuf body = Unpooled.wrappedBuffer(bytes("08 000001 000000 00 000000 01 0000000c"));
    List<ByteBuf> parts = new ArrayList<>();
    AggregateMessage.split(0, 1, body, (type, ms, id, part) -> parts.add(part));
    body.release();
    assertThat(parts.getFirst().readByte()).isEqualTo((byte) 1);
    parts.getFirst().release();
    assertThat(body.refCnt()).isZero();
  }

  private void split(long timestampMs, String hex) {
    AggregateMessage.split(timestampMs, 1, Unpooled.wrappedBuffer(bytes(hex)), received);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
