package dev.freshet.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "deflate, gzip",
        "GZIP",
        "x-gzip",
        "gzip, deflate, br, zstd",
        "gzip;q=0.1",
        "gzip ; q=1.000",
        "*",
        "br, *;q=0.1",
        "identity;q=0.5, gzip;q=0.5",
        "identity;q=0, *;q=0.2"
      })
  void takesGzip(String header) {
    assertThat(AcceptEncoding.prefersGzip(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip;q=0.000",
        "*, gzip;q=0",
        "*;q=0",
        "identity, gzip;q=0.9",
        "gzip;q=high",
        "gzip;q=2",
        "notgzip"
      })
  void takesPlainBytes(String header) {
    assertThat(AcceptEncoding.prefersGzip(header)).isFalse();
  }
}
