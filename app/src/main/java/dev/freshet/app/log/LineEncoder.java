package dev.freshet.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/// Writes an event as fields, one line an event. Thread-safe: no state.
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = new byte[0];

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    begin(
        line,
        Instant.ofEpochMilli(event.getTimeStamp()).toString(),
        event.getLevel().toString().toLowerCase(Locale.ROOT),
        shortName(event.getLoggerName()),
        event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        field(line, pair.key, String.valueOf(pair.value));
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      trace(line, ThrowableProxyUtil.asString(thrown));
    }
    end(line);
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The last word of a class's name is enough to find it.
  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  abstract void begin(StringBuilder line, String time, String level, String logger, String message);

  abstract void field(StringBuilder line, String key, String value);

  abstract void trace(StringBuilder line, String trace);

  abstract void end(StringBuilder line);
}
