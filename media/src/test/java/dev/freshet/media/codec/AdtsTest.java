package dev.freshet.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class AdtsTest {
  @Test
  void writesTheHeaderOfEachProfile() {
    assertThat(AdtsHeader.of(bytes("1210"))).isEqualTo(new AdtsHeader(1, 4, 2)); // LC
    assertThat(AdtsHeader.of(bytes("0a10"))).isEqualTo(new AdtsHeader(0, 4, 2)); // Main
    assertThat(AdtsHeader.of(bytes("11b856e500"))).isEqualTo(new AdtsHeader(1, 3, 7)); // 7.1
    assertThat(AdtsHeader.of(bytes("17800fa010"))).isEqualTo(new AdtsHeader(1, 11, 2));
  }

  @Test
  void writesTheCoreOfHighEfficiencyProfiles() {
    assertThat(AdtsHeader.of(bytes("2b920800"))).isEqualTo(new AdtsHeader(1, 7, 2)); // HE
    assertThat(AdtsHeader.of(bytes("139056e5a0"))).isEqualTo(new AdtsHeader(1, 7, 2));
    assertThat(AdtsHeader.of(bytes("eb8a0800"))).isEqualTo(new AdtsHeader(1, 7, 1)); // HE v2
  }

  @Test
  void hasNoWordsForTheRest() {
    assertThat(AdtsHeader.of(bytes("f95e2000"))).isNull(); // xHE-AAC
    assertThat(AdtsHeader.of(bytes("1214"))).isNull(); // 960 samples
    assertThat(AdtsHeader.of(bytes("118004c808002008840d4c61766336322e31312e31303056e500")))
        .isNull(); // a program config
    assertThat(AdtsHeader.of(bytes("12"))).isNull();
    assertThat(AdtsHeader.of(bytes(""))).isNull();
  }

  @Test
  void readsWhatItWrote() {
    ByteBuf frame = Unpooled.buffer();
    new AdtsHeader(1, 3, 6).write(5_000, frame);
    assertThat(frame.readableBytes()).isEqualTo(AdtsHeader.BYTES);
    frame.writeZero(5_000);
    assertThat(Adts.frameBytes(frame, 0)).isEqualTo(5_007);
    Adts adts = new Adts();
    assertThat(adts.read(frame)).isTrue();
    assertThat(adts.payloadBytes()).isEqualTo(5_000);
    assertThat(adts.config()).isEqualTo(bytes("11b0"));
    assertThat(adts.durationUs()).isEqualTo(21_333);
  }

  private static byte[] bytes(String hex) {
    return ByteBufUtil.decodeHexDump(hex);
  }
}
