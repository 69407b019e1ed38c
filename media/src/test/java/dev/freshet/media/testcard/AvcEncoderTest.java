package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.testcard.Shape.Disc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AvcEncoderTest {
  private final Canvas canvas = new Canvas(64, 48);
  private final AvcEncoder encoder = new AvcEncoder(canvas, 20);

  @Test
  void codesTinyPicturesToKnownBytes() throws Exception {
    // what ffmpeg 5.1 makes of these bytes is decoded(), sample for sample: checked when the
    // hashes were written down. If the coder changes on purpose, check that again.
    paintDisc();
    assertThat(hash(encode(true))).isEqualTo("dbf3889694120d03");
    canvas.box(16, 16, 20, 20, Ink.rgb(0, 0, 1));
    assertThat(hash(encode(false))).isEqualTo("cf99bbacda06b350");
  }

  @Test
  void flatColoursAreExactOrOneOff() {
    Random random = new Random(20);
    for (int i = 0; i < 100; i++) {
      canvas.box(0, 0, 64, 48, ink(random));
      canvas.box(16, 16, 32, 16, ink(random));
      encode(i == 0);
      assertThat(largestDifference(canvas.planes(), encoder.decoded())).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void worstCaseNoiseStillFitsTheCode() {
    Random random = new Random(3);
    AvcEncoder finest = new AvcEncoder(canvas, 12);
    for (byte[] samples : planes(canvas.planes())) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) (random.nextBoolean() ? 255 : 0);
      }
    }
    finest.encode(true, Unpooled.buffer());
    assertThat(largestDifference(canvas.planes(), finest.decoded())).isLessThan(12);
  }

  @Test
  void unchangedPictureIsAllSkipped() {
    paintDisc();
    encode(true);
    paintDisc(); // marked, but the same
    byte[] skipped = encode(false);
    assertThat(skipped).hasSizeLessThan(12);
  }

  @Test
  void keyframeRestoresEverythingFromNothing() {
    paintDisc();
    encode(true);
    canvas.box(0, 0, 16, 16, Ink.WHITE);
    encode(false);
    encode(true);
    AvcEncoder fresh = new AvcEncoder(canvas, 20);
    fresh.encode(true, Unpooled.buffer());
    assertThat(encoder.decoded().luma()).isEqualTo(fresh.decoded().luma());
  }

  @Test
  void configNamesProfileLevelAndBothParameterSets() {
    byte[] config = new ParameterSets(new Planes(1280, 720), 30, 20).config();
    assertThat(HexFormat.of().formatHex(config, 0, 6)).isEqualTo("0142c01fffe1");
    int spsBytes = (config[6] << 8) + config[7];
    assertThat(config[8]).isEqualTo((byte) 0x67);
    assertThat(config[8 + spsBytes]).isEqualTo((byte) 1);
    assertThat(config[8 + spsBytes + 3]).isEqualTo((byte) 0x68);
  }

  private void paintDisc() {
    canvas.box(0, 0, 64, 48, Ink.grey(90));
    canvas.shape(new Disc(30, 25, 17.3), 0, 0, 64, 48, Ink.rgb(0.75, 0.2, 0));
  }

  private byte[] encode(boolean keyframe) {
    ByteBuf out = Unpooled.buffer();
    encoder.encode(keyframe, out);
    return ByteBufUtil.getBytes(out);
  }

  private static Ink ink(Random random) {
    return Ink.rgb(random.nextDouble(), random.nextDouble(), random.nextDouble());
  }

  private static int largestDifference(Planes expected, Planes actual) {
    int largest = 0;
    for (int plane = 0; plane < 3; plane++) {
      byte[] left = planes(expected)[plane];
      byte[] right = planes(actual)[plane];
      for (int i = 0; i < left.length; i++) {
        largest = Math.max(largest, Math.abs((left[i] & 0xFF) - (right[i] & 0xFF)));
      }
    }
    return largest;
  }

  private static byte[][] planes(Planes planes) {
    return new byte[][] {planes.luma(), planes.cb(), planes.cr()};
  }

  static String hash(byte[] bytes) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
