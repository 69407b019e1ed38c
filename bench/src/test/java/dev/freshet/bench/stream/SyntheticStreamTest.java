package dev.freshet.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticStreamTest {
  @ParameterizedTest
  @ValueSource(strings = {"small", "big"})
  void hasTheRateOfItsShape(String label) {
    StreamShape shape = StreamShape.named(label);
    SyntheticStream stream = new SyntheticStream(shape);
    long bytes = 0;
    while (stream.dueUs() < 20_000_000) {
      bytes += stream.take(0).length;
    }
    assertThat(bytes / 20.0).isCloseTo(shape.bodyBytesPerSecond(), within(50.0));
    assertThat(stream.sequence() / 20.0).isCloseTo(StreamShape.framesPerSecond(), within(0.1));
  }

  @Test
  void smallIs300AndBigIs1570KilobitsASecond() {
    assertThat(StreamShape.SMALL.bodyBytesPerSecond() * 8 / 1_000).isCloseTo(300, within(2.0));
    assertThat(StreamShape.BIG.bodyBytesPerSecond() * 8 / 1_000).isCloseTo(1_570, within(5.0));
  }

  @Test
  void beginsWithAKeyframeAndRepeatsItEveryTwoSeconds() {
    SyntheticStream stream = new SyntheticStream(StreamShape.SMALL);
    while (stream.dueUs() < 10_000_000) {
      boolean video = stream.type() == SyntheticStream.VIDEO;
      boolean due = video && stream.dueUs() % 2_000_000 == 0;
      assertThat(stream.isKeyframe()).isEqualTo(due);
      stream.take(0);
    }
  }

  @Test
  void timesNeverFall() {
    SyntheticStream stream = new SyntheticStream(StreamShape.BIG);
    long lastUs = 0;
    for (int i = 0; i < 10_000; i++) {
      assertThat(stream.dueUs()).isGreaterThanOrEqualTo(lastUs);
      lastUs = stream.dueUs();
      stream.take(0);
    }
  }

  @Test
  void marksTellWhichFrameItWasAndWhenItWasSent() {
    SyntheticStream stream = new SyntheticStream(StreamShape.SMALL);
    for (int i = 0; i < 200; i++) {
      int at = SyntheticStream.markOffset(stream.type());
      long sentNs = 0x0123_4567_89ab_cdefL + i;
      byte[] body = stream.take(sentNs);
      assertThat(Mark.isAt(body, at, body.length)).isTrue();
      assertThat(Mark.sequence(body, at)).isEqualTo(i);
      assertThat(Mark.sentNs(body, at)).isEqualTo(sentNs);
    }
  }

  @Test
  void noMarkIsSeenWhereThereIsNone() {
    byte[] body = new byte[100];
    assertThat(Mark.isAt(body, 0, body.length)).isFalse();
    Mark.write(body, 60, 1, 1);
    assertThat(Mark.isAt(body, 60, 91)).isFalse();
    assertThat(Mark.isAt(body, 60, 92)).isTrue();
  }

  @Test
  void noStartCodeIsWithinAPicture() {
    for (int i = 0; i < StreamShape.GOP_PICTURES; i++) {
      byte[] body = AvcBodies.picture(i, 2_000);
      int zeros = 0;
      for (int at = 9; at < body.length; at++) { // after the first length
        boolean inLength = zeros >= 2 && (body[at] & 0xff) <= 3 && isLengthAt(body, at);
        assertThat(zeros >= 2 && (body[at] & 0xff) <= 2 && !inLength).isFalse();
        zeros = body[at] == 0 ? zeros + 1 : 0;
      }
    }
  }

  /// Whether `at` is within the 4 length bytes before a NAL unit.
  private static boolean isLengthAt(byte[] body, int at) {
    int nalAt = 5;
    while (nalAt < body.length) {
      if (at >= nalAt && at < nalAt + 4) {
        return true;
      }
      nalAt += 4 + java.nio.ByteBuffer.wrap(body).getInt(nalAt);
    }
    return false;
  }
}
