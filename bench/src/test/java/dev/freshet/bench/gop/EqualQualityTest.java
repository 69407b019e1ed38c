package dev.freshet.bench.gop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EqualQualityTest {
  private final List<Double> tried = new ArrayList<>();

  @Test
  void findsTheRateFactorWithinTheTolerance() throws Exception {
    Encoding found = EqualQuality.find(crf -> encoding(crf, 24 - 0.31 * crf), 23, 15.5);
    assertThat(found.ssimDb()).isCloseTo(15.5, within(EqualQuality.TOLERANCE_DB));
    assertThat(tried).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void keepsTheFirstOneIfItIsGoodEnough() throws Exception {
    Encoding found = EqualQuality.find(crf -> encoding(crf, 15.51), 23, 15.5);
    assertThat(found.crf()).isEqualTo(23);
    assertThat(tried).hasSize(1);
  }

  @Test
  void givesUpWithTheNearestOneIfQualityDoesNotMove() throws Exception {
    Encoding found = EqualQuality.find(crf -> encoding(crf, 17), 23, 15);
    assertThat(found.ssimDb()).isEqualTo(17);
    assertThat(tried).hasSize(6);
  }

  private Encoding encoding(double crf, double ssimDb) {
    tried.add(crf);
    return new Encoding(1_000, crf, 500, ssimDb, 40, 20, Path.of("clip.flv"));
  }
}
