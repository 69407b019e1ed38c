package dev.freshet.node.playback.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentFileTest {
  private final Random random = new Random(11);

  @Test
  void everyNameReadsBack() {
    for (int i = 0; i < 1_000; i++) {
      SegmentFile file = any();
      assertThat(SegmentFile.of(file.toString())).isEqualTo(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".ts",
        "-1.ts",
        "1.TS",
        "1234567890123456.ts",
        "t0-.m4s",
        "t-1.m4s",
        "t100-1.m4s",
        "t0--1.m4s",
        "t0-1.-1.m4s",
        "t0-1.10000.m4s",
        "t0-1.m4s/",
        "t0-1.m4s\n",
        "t0-0123456789ABCDEF.mp4",
        "t0-0123456789abcde.mp4",
        "../t0-1.m4s",
        "t0-\u0661.m4s"
      })
  void otherNamesAreNone(String name) {
    assertThat(SegmentFile.of(name)).isNull();
  }

  @Test
  void viewersOfTransportStreamsFetchNothingElse() {
    SegmentFile stream = new SegmentFile.TransportStream(7);
    SegmentFile part = new SegmentFile.Part(0, 7, 1);
    for (SessionToken.Format format : SessionToken.Format.values()) {
      boolean streams = format == SessionToken.Format.HLS_TS;
      assertThat(stream.belongsTo(format)).isEqualTo(streams);
      assertThat(part.belongsTo(format)).isEqualTo(!streams);
    }
  }

  private SegmentFile any() {
    int track = random.nextInt(100);
    long number = random.nextLong(1_000_000_000_000_000L);
    return switch (random.nextInt(4)) {
      case 0 -> new SegmentFile.Segment(track, number);
      case 1 -> new SegmentFile.Part(track, number, random.nextInt(10_000));
      case 2 -> new SegmentFile.Init(track, HexFormat.of().toHexDigits(random.nextLong()));
      default -> new SegmentFile.TransportStream(number);
    };
  }
}
