package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.RawFrame;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class TestCardAudioTest {
  private static final long START_UNIX_US = 1_795_352_403_800_000L;

  private final Timeline timeline = new Timeline(START_UNIX_US, 25);
  private final TestCardAudio audio =
      new TestCardAudio(1, timeline, UnpooledByteBufAllocator.DEFAULT);

  @Test
  void frameTimesAreExactToTheSample() {
    for (long frame = 0; frame < 100; frame++) {
      assertThat(audio.nextDtsUs()).isEqualTo(frame * 64_000 / 3);
      RawFrame raw = audio.next();
      raw.payload().release();
      assertThat(raw.dtsUs()).isEqualTo(frame * 64_000 / 3);
      assertThat(raw.ptsOffsetUs()).isZero();
      assertThat(raw.track()).isEqualTo(1);
    }
  }

  @Test
  void decodedSoundIsTheToneAtItsTime() {
    TestTone tone = new TestTone(timeline);
    AacReader reader = new AacReader();
    float[] expected = new float[LowMdct.STEP];
    for (int frame = 0; frame < 20; frame++) { // the beep is in frames 9 to 14
      float[] actual = decodeNext(reader);
      tone.next(expected, 0, expected.length);
      if (frame > 0) { // the first has no block before it to add to
        assertThat(signalToNoise(expected, actual)).as("frame " + frame).isGreaterThan(45);
      }
    }
  }

  @Test
  void beepBeginsWithTheFirstFrameOfTheSecond() {
    TestTone tone = new TestTone(timeline);
    float[] samples = new float[48_000];
    tone.next(samples, 0, samples.length);
    assertThat(loudest(samples, 0, 9_600)).isLessThan(1_601);
    assertThat(loudest(samples, 9_600, 9_700)).isGreaterThan(1_700);
    assertThat(loudest(samples, 14_300, 14_400)).isGreaterThan(1_700);
    assertThat(loudest(samples, 14_400, 48_000)).isLessThan(1_601);
  }

  @Test
  void codesToKnownBytes() throws Exception {
    // ffmpeg 5.1 decodes these as the tone does it, 62 dB over the noise: checked when the hash was
    // written down
    RawFrame raw = audio.next();
    byte[] bytes = new byte[raw.payload().readableBytes()];
    raw.payload().readBytes(bytes).release();
    assertThat(AvcEncoderTest.hash(bytes)).isEqualTo("e0f6e5c0ccba2115");
  }

  @Test
  void trackTellsConfig() {
    assertThat(audio.track().config()).containsExactly(0x11, 0x90);
    assertThat(audio.track().sampleRate()).isEqualTo(48_000);
    assertThat(audio.track().channels()).isEqualTo(2);
    assertThat(audio.track().samplesPerFrame()).isEqualTo(1_024);
  }

  private float[] decodeNext(AacReader reader) {
    RawFrame raw = audio.next();
    try {
      return reader.decode(raw.payload());
    } finally {
      raw.payload().release();
    }
  }

  private static double signalToNoise(float[] expected, float[] actual) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < expected.length; i++) {
      signal += expected[i] * expected[i];
      noise += (expected[i] - actual[i]) * (expected[i] - actual[i]);
    }
    return 10 * Math.log10(signal / noise);
  }

  private static float loudest(float[] samples, int from, int to) {
    float loudest = 0;
    for (int i = from; i < to; i++) {
      loudest = Math.max(loudest, Math.abs(samples[i]));
    }
    return loudest;
  }
}
