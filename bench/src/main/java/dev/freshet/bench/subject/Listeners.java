package dev.freshet.bench.subject;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ports that a subject printed at its start, one line a listener: a name, then an address. A
/// value: no owner.
record Listeners(Map<String, Integer> portsByName) {
  private static final Pattern LINE =
      Pattern.compile("\\b(rtmps?|https?|admin)\\b.*?:(\\d{1,5})\\b");

  static Listeners parse(List<String> lines) {
    Map<String, Integer> ports = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find()) {
        ports.putIfAbsent(matcher.group(1), Integer.parseInt(matcher.group(2)));
      }
    }
    return new Listeners(Map.copyOf(ports));
  }

  /// Reads them, and fails for each that is not there.
  static Listeners parse(List<String> lines, List<String> names) throws IOException {
    Listeners listeners = parse(lines);
    for (String name : names) {
      if (!listeners.portsByName.containsKey(name)) {
        throw new IOException("no listener " + name + " in: " + String.join("; ", lines));
      }
    }
    return listeners;
  }

  int port(String name) {
    Integer port = portsByName.get(name);
    if (port == null) {
      throw new UnsupportedOperationException(
          "listener: " + name + " (expected: one of " + portsByName.keySet() + ")");
    }
    return port;
  }
}
