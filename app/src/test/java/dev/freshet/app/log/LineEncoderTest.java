package dev.freshet.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
  @Test
  void writesKeyValueText() {
    assertThat(encode(new KeyValueEncoder(), "published", "default/live/x", null))
        .isEqualTo(
            "2026-11-22T10:05:00.123Z info Stream published stream=default/live/x"
                + " reason=\"it \\\"is\\\"\"\n");
  }

  @Test
  void writesJson() {
    assertThat(encode(new JsonEncoder(), "published", "default/live/x", null))
        .isEqualTo(
            "{\"time\":\"2026-11-22T10:05:00.123Z\",\"level\":\"info\",\"logger\":\"Stream\","
                + "\"message\":\"published\",\"stream\":\"default/live/x\","
                + "\"reason\":\"it \\\"is\\\"\"}\n");
  }

  @Test
  void aPeersTextCannotForgeLines() {
    assertThat(encode(new KeyValueEncoder(), "a\nb\r\u001b[2J", "x\ny\u007f", null))
        .hasLineCount(1)
        .contains("a?b??[2J", "stream=\"x?y?\"");
    assertThat(encode(new JsonEncoder(), "a\nb", "x\ny", null))
        .hasLineCount(1)
        .contains("a\\nb", "x\\ny");
  }

  @Test
  void writesTheTrace() {
    RuntimeException bug = new IllegalStateException("bug");
    assertThat(encode(new KeyValueEncoder(), "failed", "x", bug))
        .contains("\njava.lang.IllegalStateException: bug\n\tat ");
    assertThat(encode(new JsonEncoder(), "failed", "x", bug))
        .hasLineCount(1)
        .contains("\"trace\":\"java.lang.IllegalStateException: bug\\n\\tat ");
  }

  private static String encode(
      LineEncoder encoder,
      String message,
      String stream,
      @org.jspecify.annotations.Nullable Throwable thrown) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setLoggerName("dev.freshet.hub.Stream");
    event.setLevel(Level.INFO);
    event.setMessage(message);
    event.setTimeStamp(1_795_341_900_123L);
    event.addKeyValuePair(new KeyValuePair("stream", stream));
    event.addKeyValuePair(new KeyValuePair("reason", "it \"is\""));
    if (thrown != null) {
      event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(thrown));
    }
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
