package dev.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-LENGTH: 345\r\n\r\n";

  @Test
  void readsWhatAClientMustKnow() {
    byte[] bytes = bytes(HEAD + "body");
    assertThat(HttpHead.read(bytes, bytes.length))
        .isEqualTo(new HttpHead(HEAD.length(), 200, 345, true));
  }

  @Test
  void isWholeWithItsEmptyLine() {
    byte[] bytes = bytes(HEAD);
    assertThat(HttpHead.isWhole(bytes, bytes.length)).isTrue();
    assertThat(HttpHead.isWhole(bytes, bytes.length - 1)).isFalse();
  }

  @Test
  void aBodyLooksLikeNoHeader() {
    byte[] bytes = bytes("HTTP/1.1 404 Not Found\r\n\r\nx\r\ncontent-length: 7\r\n\r\n");
    assertThat(HttpHead.read(bytes, bytes.length)).isEqualTo(new HttpHead(26, 404, -1, false));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
