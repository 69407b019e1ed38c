package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NalUnitTest {
  @Test
  void writesLengthAndFirstByte() {
    assertThat(withInt("0102")).isEqualTo("00000003650102");
  }

  @Test
  void preventsStartCodesInPayload() {
    assertThat(withInt("000001")).isEqualTo("000000056500000301");
    assertThat(withInt("00000003")).isEqualTo("0000000665000003" + "0003");
    assertThat(withInt("0000000000")).isEqualTo("0000000865000003000003" + "00");
    assertThat(withInt("00000400")).isEqualTo("000000056500000400");
  }

  private static String withInt(String hex) {
    BitWriter rbsp = new BitWriter();
    for (byte value : HexFormat.of().parseHex(hex)) {
      rbsp.bits(value & 0xFF, 8);
    }
    ByteBuf out = Unpooled.buffer();
    NalUnit.writeWithInt(NalUnit.IDR_SLICE, rbsp, out);
    return ByteBufUtil.hexDump(out);
  }
}
