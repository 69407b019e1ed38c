package dev.freshet.app.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// One JSON object a line; a stack trace is its field `trace`. Thread-safe.
final class JsonEncoder extends LineEncoder {
  @Override
  void begin(StringBuilder line, String time, String level, String logger, String message) {
    line.append('{');
    field(line, "time", time);
    field(line, "level", level);
    field(line, "logger", logger);
    field(line, "message", message);
  }

  @Override
  void field(StringBuilder line, String key, String value) {
    line.append(line.length() == 1 ? "" : ",");
    quote(line, key);
    line.append(':');
    quote(line, value);
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
  }

  @Override
  void trace(StringBuilder line, String trace) {
    field(line, "trace", trace);
  }

  @Override
  void end(StringBuilder line) {
    line.append('}');
  }
}
