package dev.freshet.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The records are what ffmpeg made of x264's and x265's sets.
class ParameterSetsTest {
  private static final String AVC_BASELINE =
      "0142c028ffe100176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8";
  private static final String AVC_422 =
      "017a0020ffe10019677a0020b6cb402802dd8088000003000800000303c078c19501000568ce0fc40cfefafa00";
  private static final String AVC_444 =
      "01f4000bffe1001a67f4000b9196872f8b8bc044000003000400000301903c50aa8001000568ce0f1920"
          + "fff8f800";
  private static final String HEVC =
      "0101600000009000000000007bf000fcfdf8f800000f03a00001001840010c01ffff016000000300900000"
          + "03000003007b959409a10001002a42010101600000030090000003000003007ba003c0801107cb965654a4"
          + "e1780b40400000fa40003a9802a2000100064401c073c189";
  private static final String HEVC_422_TWO_LAYERS =
      "0104080000009d08000000005df000fcfefafa00001303a00001001b40010c02ffff0408000003009d0800"
          + "000300005d00009594aca048a1000100314201020408000003009d0800000300005d0000b00288802e1c44"
          + "7b659594aca94985e08d2d840000030004000003006020a2000100064401c073c189";

  @Test
  void takesTheSetsOutOfARecord() {
    ParameterSets sets = ParameterSets.of(VideoCodec.AVC, bytes(AVC_422));
    assertThat(hex(sets.inOrder()))
        .containsExactly("677a0020b6cb402802dd8088000003000800000303c078c195", "68ce0fc40c");
    assertThat(ParameterSets.lengthBytes(VideoCodec.AVC, bytes(AVC_422))).isEqualTo(4);
  }

  @Test
  void makesTheSameRecordOfThem() {
    for (String config : List.of(AVC_BASELINE, AVC_422, AVC_444)) {
      checkRoundTrip(VideoCodec.AVC, bytes(config));
    }
  }

  @Test
  void makesTheSameRecordOfHevc() {
    for (String config : List.of(HEVC, HEVC_422_TWO_LAYERS)) {
      checkRoundTrip(VideoCodec.HEVC, bytes(config));
    }
  }

  @Test
  void makesNoRecordOfHalfTheSets() {
    ParameterSets sets = ParameterSets.of(VideoCodec.AVC, bytes(AVC_422));
    ParameterSets withoutPicture = new ParameterSets(List.of(), sets.sequence(), List.of());
    assertThat(withoutPicture.config(VideoCodec.AVC)).isEmpty();
    assertThat(sets.config(VideoCodec.HEVC)).isEmpty();
    ParameterSets tiny = new ParameterSets(List.of(), List.of(new byte[1]), sets.picture());
    assertThat(tiny.config(VideoCodec.AVC)).isEmpty();
  }

  @Test
  void takesWhatIsWholeOfABrokenRecord() {
    byte[] config = bytes(AVC_422);
    for (int end = 0; end < config.length; end++) {
      ParameterSets sets = ParameterSets.of(VideoCodec.AVC, Arrays.copyOf(config, end));
      assertThat(sets.inOrder().size()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void survivesAnyRecord() {
    Seeds.check(
        2_000,
        random -> {
          byte[] config = new byte[random.nextInt(60)];
          random.nextBytes(config);
          for (VideoCodec codec : List.of(VideoCodec.AVC, VideoCodec.HEVC)) {
            ParameterSets.of(codec, config).config(codec);
            byte[] set = Arrays.copyOf(config, config.length);
            List<byte[]> one = List.of(set);
            new ParameterSets(one, one, one).config(codec);
          }
        });
  }

  private static void checkRoundTrip(VideoCodec codec, byte[] config) {
    assertThat(ByteBufUtil.hexDump(ParameterSets.of(codec, config).config(codec)))
        .isEqualTo(ByteBufUtil.hexDump(config));
  }

  private static List<String> hex(List<byte[]> sets) {
    return sets.stream().map(ByteBufUtil::hexDump).toList();
  }

  private static byte[] bytes(String hex) {
    return ByteBufUtil.decodeHexDump(hex);
  }
}
