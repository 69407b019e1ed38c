package dev.freshet.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NalUnitsTest {
  @Test
  void walksLengthsOfEachSize() {
    assertThat(lengths(1, "02 6501 00 01 41")).containsExactly("6501", "41");
    assertThat(lengths(2, "0002 6501 0000 0001 41")).containsExactly("6501", "41");
    assertThat(lengths(3, "000002 6501 000001 41")).containsExactly("6501", "41");
    assertThat(lengths(4, "00000002 6501 00000001 41")).containsExactly("6501", "41");
  }

  @Test
  void saysThatTheLastUnitIsNotWhole() {
    NalUnits units = new NalUnits(4);
    for (String broken : List.of("00000001 65 00000002 41", "ffffffff 41", "00000001 65 0000")) {
      units.of(bytes(broken));
      while (units.next()) {
        assertThat(units.bytes()).isEqualTo(1);
      }
      assertThat(units.isBroken()).as(broken).isTrue();
    }
    assertThat(units.of(bytes("00000001 65")).next() && !units.next() && !units.isBroken())
        .isTrue();
  }

  @Test
  void walksStartCodesOfBothSizes() {
    assertThat(startCodes("00000001 09f0 000001 6501 00000001 41"))
        .containsExactly("09f0", "6501", "41");
  }

  @Test
  void takesZerosBetweenUnitsForNobodys() {
    assertThat(startCodes("0000 000001 6501 000000 000001 000001 41 0000")) //
        .containsExactly("6501", "41");
    assertThat(startCodes("aabb")).isEmpty();
    assertThat(startCodes("000001")).isEmpty();
    assertThat(startCodes("")).isEmpty();
  }

  @Test
  void findsByStartCodesWhatStoodBehindLengths() {
    Seeds.check(
        500,
        random -> {
          List<byte[]> units = units(random);
          ByteBuf lengths = Unpooled.buffer();
          ByteBuf codes = Unpooled.buffer();
          for (byte[] unit : units) {
            lengths.writeInt(unit.length).writeBytes(unit);
            AnnexB.writeStartCode(codes);
            codes.writeBytes(unit);
          }
          assertThat(startCodes(codes)).isEqualTo(lengths(4, lengths));
        });
  }

  @Test
  void knowsTheKinds() {
    assertThat(kinds(VideoCodec.AVC, 0x65, 0x41, 0x67, 0x68, 0x09, 0x06))
        .containsExactly(
            NalUnitKind.KEYFRAME_SLICE,
            NalUnitKind.SLICE,
            NalUnitKind.SEQUENCE_PARAMETERS,
            NalUnitKind.PICTURE_PARAMETERS,
            NalUnitKind.DELIMITER,
            NalUnitKind.OTHER);
    assertThat(kinds(VideoCodec.HEVC, 0x26, 0x2A, 0x02, 0x40, 0x42, 0x44, 0x46, 0x4E))
        .containsExactly(
            NalUnitKind.KEYFRAME_SLICE,
            NalUnitKind.KEYFRAME_SLICE,
            NalUnitKind.SLICE,
            NalUnitKind.VIDEO_PARAMETERS,
            NalUnitKind.SEQUENCE_PARAMETERS,
            NalUnitKind.PICTURE_PARAMETERS,
            NalUnitKind.DELIMITER,
            NalUnitKind.OTHER);
  }

  /// Units as encoders write them: three zero-led bytes never stand in them, nor zeros at the end.
  private static List<byte[]> units(Random random) {
    List<byte[]> units = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      byte[] unit = new byte[1 + random.nextInt(40)];
      for (int at = 0; at < unit.length; at++) {
        unit[at] = (byte) random.nextInt(3);
        boolean isForbidden = at >= 2 && unit[at - 1] == 0 && unit[at - 2] == 0;
        unit[at] = isForbidden ? 3 : unit[at];
      }
      unit[unit.length - 1] = (byte) 0x80;
      units.add(unit);
    }
    return units;
  }

  private static List<String> lengths(int lengthBytes, String hex) {
    return lengths(lengthBytes, bytes(hex));
  }

  private static List<String> lengths(int lengthBytes, ByteBuf in) {
    List<String> found = new ArrayList<>();
    NalUnits units = new NalUnits(lengthBytes).of(in);
    while (units.next()) {
      found.add(ByteBufUtil.hexDump(in, units.at(), units.bytes()));
    }
    assertThat(units.isBroken()).isFalse();
    return found;
  }

  private static List<String> startCodes(String hex) {
    return startCodes(bytes(hex));
  }

  private static List<String> startCodes(ByteBuf in) {
    List<String> found = new ArrayList<>();
    AnnexB units = new AnnexB().of(in);
    while (units.next()) {
      found.add(ByteBufUtil.hexDump(in, units.at(), units.bytes()));
    }
    return found;
  }

  private static List<NalUnitKind> kinds(VideoCodec codec, int... firstBytes) {
    List<NalUnitKind> kinds = new ArrayList<>();
    for (int first : firstBytes) {
      kinds.add(NalUnitKind.of(codec, (byte) first));
    }
    return kinds;
  }

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }
}
