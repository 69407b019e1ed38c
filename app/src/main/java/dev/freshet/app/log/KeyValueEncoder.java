package dev.freshet.app.log;

/// `2026-11-22T10:05:00.123Z info Stream published stream=default/live/x`; a stack trace follows on
/// lines of its own. Thread-safe.
final class KeyValueEncoder extends LineEncoder {
  @Override
  void begin(StringBuilder line, String time, String level, String logger, String message) {
    line.append(time).append(' ').append(level).append(' ').append(logger).append(' ');
    message.chars().forEach(c -> line.append(printable((char) c)));
  }

  /// A peer's text must not forge lines.
  private static char printable(char c) {
    return c < ' ' || c == 127 ? '?' : c;
  }

  @Override
  void field(StringBuilder line, String key, String value) {
    line.append(' ').append(key).append('=');
    if (isPlain(value)) {
      line.append(value);
    } else {
      quote(line, value);
    }
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> c > ' ' && c != 127 && c != '"' && c != '=');
  }

  private static void quote(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else {
        line.append(printable(c));
      }
    }
    line.append('"');
  }

  @Override
  void trace(StringBuilder line, String trace) {
    line.append('\n').append(trace.stripTrailing());
  }

  @Override
  void end(StringBuilder line) {}
}
