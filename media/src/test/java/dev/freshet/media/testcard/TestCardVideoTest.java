package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.RawFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TestCardVideoTest {
  private static final long START_UNIX_US = 1_795_352_403_510_000L;
  private static final int FPS = 5;

  private final TestCardVideo video = video(START_UNIX_US, FPS);

  @Test
  void keyframeOpensEachSecondAndTimesAreExact() {
    for (int frame = 0; frame <= FPS; frame++) {
      long dtsUs = frame * 200_000L;
      boolean keyframe = frame % FPS == 0;
      next(
          video,
          raw -> {
            assertThat(raw.dtsUs()).isEqualTo(dtsUs);
            assertThat(raw.ptsOffsetUs()).isZero();
            assertThat(raw.keyframe()).isEqualTo(keyframe);
            assertThat(nalType(raw.payload())).isEqualTo(keyframe ? 5 : 1);
            assertThat(raw.payload().getInt(0)).isEqualTo(raw.payload().readableBytes() - 4);
          });
    }
  }

  @Test
  void clockIsReadFromDecodedPicture() {
    for (int frame = 0; frame < 2 * FPS; frame++) {
      next(video, raw -> {});
      long unixMs = START_UNIX_US / 1_000 + frame * 200L;
      assertThat(ClockCellsTest.read(video.decoded())).isEqualTo(unixMs);
    }
  }

  @Test
  void squareIsWhiteFromFirstFrameOfSecondForATenth() {
    StringBuilder flashes = new StringBuilder();
    for (int frame = 0; frame < 2 * FPS; frame++) {
      next(video, raw -> {});
      int at = (Backdrop.FLASH_Y + 64) * TestPicture.WIDTH + Backdrop.FLASH_X + 64;
      flashes.append((video.decoded().luma()[at] & 0xFF) > 126 ? '#' : '.');
    }
    assertThat(flashes.toString()).isEqualTo("...#....#.");
  }

  @Test
  void decodedPictureIsCloseToThePaintedOne() {
    for (int frame = 0; frame < FPS; frame++) {
      next(video, raw -> {});
      assertThat(psnr(video.source().luma(), video.decoded().luma())).isGreaterThan(50);
      assertThat(psnr(video.source().cr(), video.decoded().cr())).isGreaterThan(60);
    }
  }

  @Test
  void sameInputsGiveSameBytes() {
    TestCardVideo other = video(START_UNIX_US, FPS);
    for (int frame = 0; frame < FPS + 1; frame++) {
      next(video, first -> next(other, second -> assertThat(second).isEqualTo(first)));
    }
  }

  @Test
  void bitrateStaysModest() {
    TestCardVideo full = video(START_UNIX_US, 25);
    int[] bytes = new int[1];
    for (int frame = 0; frame < 25; frame++) {
      next(full, raw -> bytes[0] += raw.payload().readableBytes());
    }
    assertThat(8 * bytes[0]).isLessThan(1_500_000);
  }

  @Test
  void trackTellsSizeAndRate() {
    assertThat(video.track().width()).isEqualTo(1280);
    assertThat(video.track().height()).isEqualTo(720);
    assertThat(video.track().fps()).isEqualTo(FPS);
    assertThat(Arrays.copyOf(video.track().config(), 4)).containsExactly(1, 0x42, 0xC0, 0x1F);
  }

  private static TestCardVideo video(long startUnixUs, int fps) {
    return new TestCardVideo(0, new Timeline(startUnixUs, fps), UnpooledByteBufAllocator.DEFAULT);
  }

  private static void next(TestCardVideo video, Consumer<RawFrame> check) {
    RawFrame frame = video.next();
    try {
      check.accept(frame);
    } finally {
      frame.payload().release();
    }
  }

  private static int nalType(ByteBuf payload) {
    return payload.getByte(4) & 0x1F;
  }

  private static double psnr(byte[] expected, byte[] actual) {
    double squares = 0;
    for (int i = 0; i < expected.length; i++) {
      int difference = (expected[i] & 0xFF) - (actual[i] & 0xFF);
      squares += difference * difference;
    }
    return 10 * Math.log10(255 * 255 * expected.length / Math.max(squares, 1));
  }
}
