package dev.freshet.media.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AmfTest {
  @Test
  void readsBackWhatItWrote() {
    Seeds.check(
        500,
        random -> {
          Object value = randomValue(random, 4);
          ByteBuf bytes = Unpooled.buffer();
          Amf0Writer.write(bytes, value);
          assertThat(Amf0Reader.readAll(bytes, AmfLimits.DEFAULT)).containsExactly(value);
        });
  }

  @Test
  void refusesEveryTruncation() {
    Seeds.check(
        50,
        random -> {
          ByteBuf bytes = Unpooled.buffer();
          Amf0Writer.write(bytes, randomValue(random, 3));
          for (int end = 1; end < bytes.readableBytes(); end += 1 + bytes.readableBytes() / 200) {
            ByteBuf cut = bytes.slice(0, end);
            assertThatThrownBy(() -> new Amf0Reader(cut, AmfLimits.DEFAULT).read())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("ends early");
          }
        });
  }

  @Test
  void readsConnectAsFfmpegSendsIt() {
    List<Object> command =
        read(
            "020007636f6e6e656374 003ff0000000000000 03 000361707002"
                + "00046c697665 0008666c6173685665720200094c4e5820392c302c31 000009");
    assertThat(command)
        .containsExactly("connect", 1.0, Map.of("app", "live", "flashVer", "LNX 9,0,1"));
  }

  @Test
  void readsAnEcmaArrayWhoseCountLies() {
    assertThat(read("08 00000063 000161 0101 000009")).containsExactly(Map.of("a", true));
  }

  @Test
  void followsReferences() {
    assertThat(read("0a00000002 03 000161 05 000009 070001"))
        .containsExactly(List.of(Map.of("a", AmfVoid.NULL), Map.of("a", AmfVoid.NULL)));
  }

  @Test
  void refusesAReferenceToAValueAroundItself() {
    assertThatThrownBy(() -> read("0a00000001 070000"))
        .hasMessage("AMF reference: 0 to a value around itself");
  }

  @Test
  void refusesReferencesThatUnfoldWithoutEnd() {
    StringBuilder hex = new StringBuilder("0a00000002 05 05");
    for (int i = 0; i < 30; i++) {
      String before = String.format("%04x", i);
      hex.append("0a00000002 07").append(before).append("07").append(before);
    }
    assertThatThrownBy(() -> read(hex.toString())).hasMessageContaining("amf.maxItems");
  }

  @Test
  void namesTheLimitThatWasPassed() {
    AmfLimits limits = new AmfLimits(64, 2, 8, 4);
    assertThatThrownBy(() -> read("00".repeat(65), limits)).hasMessageContaining("amf.maxBytes");
    assertThatThrownBy(() -> read("020005 6161616161", limits))
        .hasMessage("amf.maxStringBytes: 5 (expected: <= 4)");
    assertThatThrownBy(() -> read("0a00000001 0a00000001 0a00000001 05", limits))
        .hasMessageContaining("amf.maxDepth");
    assertThatThrownBy(() -> read("05".repeat(9), limits)).hasMessageContaining("amf.maxItems");
  }

  @Test
  void refusesUnknownMarkers() {
    assertThatThrownBy(() -> read("12")).hasMessage("AMF0 marker: 18");
    assertThatThrownBy(() -> read("1112")).hasMessage("AMF3 marker: 18");
  }

  @Test
  void readsAmf3Values() {
    assertThat(read("1104ffffffff 110401 1105 4000000000000000 1101 1100 1102 1103"))
        .containsExactly(-1.0, 1.0, 2.0, AmfVoid.NULL, AmfVoid.UNDEFINED, false, true);
    assertThat(read("11060568 69 110600")).containsExactly("hi", "hi");
    assertThat(read("1108 01 4059000000000000")).containsExactly(Instant.ofEpochMilli(100));
    assertThat(read("1107 0578 79")).containsExactly(new AmfXml("xy"));
  }

  @Test
  void readsAmf3ObjectsArraysAndTheirReferences() {
    assertThat(read("110a 0b 01 0361 03 01")).containsExactly(Map.of("a", true));
    assertThat(read("110a 13 0354 0361 0402 110a 01 0403"))
        .containsExactly(
            new AmfTypedObject("T", Map.of("a", 2.0)), new AmfTypedObject("T", Map.of("a", 3.0)));
    assertThat(read("1109 05 01 0401 0402")).containsExactly(List.of(1.0, 2.0));
    assertThat(read("1109 03 0361 02 01 0401")).containsExactly(Map.of("a", false, "0", 1.0));
    assertThat(read("1109 05 01 0901 01 0902")).containsExactly(List.of(List.of(), List.of()));
  }

  @Test
  void saysWhichAmf3IsNotSupported() {
    assertThatThrownBy(() -> read("110a 07 0358"))
        .hasMessage("AMF3 externalizable object: X")
        .extracting(e -> ((ProtocolException) e).kind())
        .isEqualTo(ProtocolException.Kind.UNSUPPORTED);
    assertThatThrownBy(() -> read("110c 01")).hasMessageContaining("array types");
  }

  static List<Object> read(String hex) {
    return read(hex, AmfLimits.DEFAULT);
  }

  private static List<Object> read(String hex, AmfLimits limits) {
    byte[] bytes = ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    return Amf0Reader.readAll(Unpooled.wrappedBuffer(bytes), limits);
  }

  private static Object randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0 -> random.nextGaussian();
      case 1 -> random.nextBoolean();
      case 2 -> randomString(random);
      case 3 -> AmfVoid.values()[random.nextInt(2)];
      case 4 -> Instant.ofEpochMilli(random.nextInt());
      case 5 -> new AmfXml(randomString(random));
      case 6 -> new AmfTypedObject(randomString(random), randomMap(random, depth - 1));
      case 7 -> randomList(random, depth - 1);
      default -> randomMap(random, depth - 1);
    };
  }

  private static String randomString(Random random) {
    int chars = random.nextInt(20) == 0 ? 30_000 : random.nextInt(10);
    return "é漢a".repeat(chars / 3);
  }

  private static List<Object> randomList(Random random, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      list.add(randomValue(random, depth));
    }
    return list;
  }

  private static Map<String, Object> randomMap(Random random, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      map.put("k" + random.nextInt(9), randomValue(random, depth));
    }
    return map;
  }
}
