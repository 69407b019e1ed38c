package dev.freshet.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationTest {
  private static final String TAG = "\"v1\"";

  private final ByteBuf body = buffer("0123456789");
  private final ByteBuf gzip = buffer("zipped");

  @AfterEach
  void holdsNothingBack() {
    assertThat(body.refCnt()).isEqualTo(1);
    assertThat(gzip.refCnt()).isEqualTo(1);
    assertThat(body.readerIndex()).isZero(); // others read the same bytes
    body.release();
    gzip.release();
  }

  @Test
  void isSentWhole() {
    FullHttpResponse answer = plain("GET", Map.of());
    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(header(answer, "content-length")).isEqualTo("10");
    assertThat(header(answer, "content-type")).isEqualTo("video/mp4");
    assertThat(header(answer, "cache-control")).isEqualTo("max-age=60");
    assertThat(header(answer, "etag")).isEqualTo(TAG);
    assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(answer, "vary")).isEmpty();
    assertThat(text(answer)).isEqualTo("0123456789");
  }

  @Test
  void showsHeadWhatGetWouldGet() {
    FullHttpResponse answer = plain("HEAD", Map.of("range", "bytes=1-2"));
    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(header(answer, "content-length")).isEqualTo("10");
    assertThat(text(answer)).isEmpty();
  }

  @Test
  void isSentInPart() {
    FullHttpResponse answer = plain("GET", Map.of("range", "bytes=2-4"));
    assertThat(answer.status().code()).isEqualTo(206);
    assertThat(header(answer, "content-range")).isEqualTo("bytes 2-4/10");
    assertThat(header(answer, "content-length")).isEqualTo("3");
    assertThat(text(answer)).isEqualTo("234");
  }

  @Test
  void saysHowLongItIsToWhoAsksForTooMuch() {
    FullHttpResponse answer = plain("GET", Map.of("range", "bytes=10-"));
    assertThat(answer.status().code()).isEqualTo(416);
    assertThat(header(answer, "content-range")).isEqualTo("bytes */10");
    assertThat(header(answer, "content-length")).isEqualTo("0");
    assertThat(text(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,3-4", "bytes=4-3", "parts=1-2"})
  void ignoresOtherRanges(String range) {
    assertThat(text(plain("GET", Map.of("range", range)))).isEqualTo("0123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {TAG, "W/\"v1\"", "*", "\"v0\", \"v1\"", "W/\"v0\",W/\"v1\""})
  void isNotSentToWhoHasIt(String known) {
    FullHttpResponse answer = plain("GET", Map.of("if-none-match", known));
    assertThat(answer.status().code()).isEqualTo(304);
    assertThat(header(answer, "etag")).isEqualTo(TAG);
    assertThat(header(answer, "cache-control")).isEqualTo("max-age=60");
    assertThat(answer.headers().contains("content-length")).isFalse();
    assertThat(text(answer)).isEmpty();
  }

  @Test
  void isSentToWhoHasAnother() {
    assertThat(text(plain("GET", Map.of("if-none-match", "\"v0\", v1")))).isEqualTo("0123456789");
  }

  @Test
  void hearsIfNoneMatchBeforeRange() {
    FullHttpResponse answer = plain("GET", Map.of("if-none-match", TAG, "range", "bytes=50-"));
    assertThat(answer.status().code()).isEqualTo(304);
    answer.release();
  }

  @Test
  void answersARangeOnlyOfWhatTheClientHas() {
    assertThat(text(plain("GET", Map.of("range", "bytes=1-1", "if-range", TAG)))).isEqualTo("1");
    for (String other : List.of("\"v0\"", "W/\"v1\"", "Sun, 06 Nov 1994 08:49:37 GMT")) {
      FullHttpResponse answer = plain("GET", Map.of("range", "bytes=1-1", "if-range", other));
      assertThat(answer.status().code()).as(other).isEqualTo(200);
      answer.release();
    }
  }

  @Test
  void isSentZippedToWhoWantsThat() {
    FullHttpResponse answer = both("GET", Map.of("accept-encoding", "gzip"));
    assertThat(header(answer, "content-encoding")).isEqualTo("gzip");
    assertThat(header(answer, "vary")).isEqualToIgnoringCase("accept-encoding");
    assertThat(header(answer, "etag")).isEqualTo("\"v1-gzip\"");
    assertThat(text(answer)).isEqualTo("zipped");
  }

  @Test
  void isSentPlainToOthersAndCachesAreTold() {
    FullHttpResponse answer = both("GET", Map.of("accept-encoding", "gzip;q=0"));
    assertThat(answer.headers().contains("content-encoding")).isFalse();
    assertThat(header(answer, "vary")).isEqualToIgnoringCase("accept-encoding");
    assertThat(text(answer)).isEqualTo("0123456789");
  }

  @Test
  void knowsItsZippedBytesByATagOfTheirOwn() {
    FullHttpResponse answer =
        both("GET", Map.of("accept-encoding", "gzip", "if-none-match", "\"v1-gzip\""));
    assertThat(answer.status().code()).isEqualTo(304);
    answer.release();
    assertThat(text(both("GET", Map.of("accept-encoding", "gzip", "if-none-match", TAG))))
        .isEqualTo("zipped");
  }

  @Test
  void answersRangesOfThePlainBytes() {
    FullHttpResponse answer = both("GET", Map.of("accept-encoding", "gzip", "range", "bytes=0-3"));
    assertThat(answer.headers().contains("content-encoding")).isFalse();
    assertThat(text(answer)).isEqualTo("0123");
  }

  @Test
  void joinsBuffersWithoutACopy() {
    ByteBuf joined =
        Representation.joined(List.of(body.retainedDuplicate(), gzip.retainedDuplicate()));
    FullHttpResponse answer =
        new Representation("video/mp4", "", "no-cache", joined)
            .answer(request("GET", Map.of("range", "bytes=8-11")));
    assertThat(answer.headers().contains("etag")).isFalse();
    assertThat(text(answer)).isEqualTo("89zi");
  }

  private FullHttpResponse plain(String method, Map<String, String> headers) {
    return new Representation("video/mp4", TAG, "max-age=60", body.retain())
        .answer(request(method, headers));
  }

  private FullHttpResponse both(String method, Map<String, String> headers) {
    return new Representation("video/mp4", TAG, "max-age=60", body.retain(), gzip.retain())
        .answer(request(method, headers));
  }

  private static HttpRequest request(String method, Map<String, String> headers) {
    HttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "/", Unpooled.EMPTY_BUFFER);
    headers.forEach(request.headers()::set);
    return request;
  }

  private static String header(FullHttpResponse answer, String name) {
    String value = answer.headers().get(name);
    return value == null ? "" : value;
  }

  /// Reads the answer as the channel does, to the end, and releases it.
  private static String text(FullHttpResponse answer) {
    String text = answer.content().toString(StandardCharsets.US_ASCII);
    answer.content().skipBytes(answer.content().readableBytes());
    answer.release();
    return text;
  }

  private static ByteBuf buffer(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
