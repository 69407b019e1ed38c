package dev.freshet.media.testcard;

/// The sound of the test broadcast: a soft tone of 440 Hz that never stops, and from the first
/// frame of each wall-clock second a beep of 1 kHz for 100 ms. Owned by one [TestCardAudio], which
/// takes the samples in order.
final class TestTone {
  private static final int SAMPLE_RATE = AacFrame.SAMPLE_RATE;
  private static final int BASE_HZ = 40; // both tones are multiples of it
  private static final int TONE = 440 / BASE_HZ;
  private static final int BEEP = 1_000 / BASE_HZ;
  private static final int BEEP_SAMPLES = SAMPLE_RATE / 10;
  private static final int EDGE_SAMPLES = SAMPLE_RATE / 200;
  private static final float TONE_LEVEL = 1_600; // of 32768
  private static final float BEEP_LEVEL = 8_000;

  private final Timeline timeline;
  private final float[] sine = new float[SAMPLE_RATE / BASE_HZ];
  private final float[] edge = new float[EDGE_SAMPLES];
  private long sample;
  private long beepSecond;
  private long beepStart;
  private long nextBeepStart;

  TestTone(Timeline timeline) {
    this.timeline = timeline;
    for (int i = 0; i < sine.length; i++) {
      sine[i] = (float) StrictMath.sin(2 * Math.PI * i / sine.length);
    }
    for (int i = 0; i < edge.length; i++) {
      edge[i] = (float) (0.5 - 0.5 * StrictMath.cos(Math.PI * (i + 0.5) / edge.length));
    }
    beepSecond = timeline.startUnixUs() / Timeline.SECOND_US;
    beepStart = beepStart(beepSecond);
    nextBeepStart = beepStart(beepSecond + 1);
  }

  /// Makes the next `count` samples.
  void next(float[] samples, int from, int count) {
    for (int i = from; i < from + count; i++) {
      while (sample >= nextBeepStart) {
        beepSecond++;
        beepStart = nextBeepStart;
        nextBeepStart = beepStart(beepSecond + 1);
      }
      samples[i] = TONE_LEVEL * sine(TONE) + BEEP_LEVEL * envelope() * sine(BEEP);
      sample++;
    }
  }

  private float sine(int multiple) {
    return sine[(int) (sample * multiple % sine.length)];
  }

  /// How loud the beep is, 0 to 1; its edges are round, so that they do not click.
  private float envelope() {
    long age = sample - beepStart;
    if (age >= BEEP_SAMPLES) {
      return 0;
    }
    int fromEdge = (int) Math.min(age, BEEP_SAMPLES - 1 - age);
    return fromEdge < EDGE_SAMPLES ? edge[fromEdge] : 1;
  }

  private long beepStart(long unixSecond) {
    return timeline.secondUs(unixSecond) * SAMPLE_RATE / Timeline.SECOND_US;
  }
}
