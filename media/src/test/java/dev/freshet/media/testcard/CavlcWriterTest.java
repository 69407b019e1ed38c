package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CavlcWriterTest {
  @Test
  void writesBlockAsInTheLiterature() {
    // Richardson, H.264 and MPEG-4 Video Compression, section 6.4.12.2, examples 1 to 3
    assertThat(block(0, 3, 0, 1, -1, -1, 0, 1)).isEqualTo("000010001110010111101101");
    assertThat(block(-2, 4, 3, -3, 0, 0, -1)).isEqualTo("000000011010001001000010111001100");
    assertThat(block(0, 0, 0, 1, 0, 1, 0, 0, 0, -1)).isEqualTo("0001110001110010");
  }

  @Test
  void writesLargeLevelsByEscape() {
    // one coefficient, no trailing one: 000101, then level_prefix 15 and 12 bits, no zeros
    assertThat(block(17)).isEqualTo("000101" + "000000000000000" + "1" + "000000000000" + "1");
    assertThat(block(-300)).isEqualTo("000101" + "000000000000000" + "1" + "001000110111" + "1");
  }

  @Test
  void everyTableIsPrefixFree() {
    for (int nC : new int[] {0, 2, 4, 8}) {
      assertPrefixFree(Stream.of(CavlcTables.token(nC)).flatMapToInt(Arrays::stream).toArray());
    }
    assertPrefixFree(Stream.of(CavlcTables.CHROMA_DC_TOKEN).flatMapToInt(Arrays::stream).toArray());
    Stream.of(CavlcTables.TOTAL_ZEROS).forEach(CavlcWriterTest::assertPrefixFree);
    Stream.of(CavlcTables.CHROMA_DC_TOTAL_ZEROS).forEach(CavlcWriterTest::assertPrefixFree);
    Stream.of(CavlcTables.RUN_BEFORE).forEach(CavlcWriterTest::assertPrefixFree);
  }

  private static String block(int... levels) {
    return BitWriterTest.bits(
        out -> new CavlcWriter(out).block(Arrays.copyOf(levels, 16), 0, 16, 0));
  }

  private static void assertPrefixFree(int[] words) {
    List<String> printed =
        Arrays.stream(words)
            .filter(word -> word != 0)
            .mapToObj(word -> BitWriterTest.bits(out -> out.word(word)))
            .sorted()
            .toList();
    for (int i = 1; i < printed.size(); i++) {
      assertThat(printed.get(i)).doesNotStartWith(printed.get(i - 1));
    }
  }
}
