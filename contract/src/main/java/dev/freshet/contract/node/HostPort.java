package dev.freshet.contract.node;

import org.jspecify.annotations.Nullable;

/// An address as people write it: `:1935`, `127.0.0.1:8090`, `[::1]:1935`, `live.example.com:443`.
/// A value; nothing is looked up here.
///
/// @param host a name or an address without brackets; empty for every address of the machine
/// @param port 0 to 65535; 0 is any free port
public record HostPort(String host, int port) {
  /// What a wrong one is told.
  public static final String EXPECTED =
      "an address such as \":1935\", \"127.0.0.1:8090\" or \"[::1]:1935\"";

  /// Reads an address.
  ///
  /// @return null if `text` is none
  public static @Nullable HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    String host = hostOf(text.substring(0, colon));
    int port = portOf(text.substring(colon + 1));
    return host == null || port < 0 ? null : new HostPort(host, port);
  }

  private static @Nullable String hostOf(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      String inside = text.substring(1, text.length() - 1);
      return inside.indexOf(':') < 0 ? null : inside;
    }
    boolean legal =
        text.chars().allMatch(c -> c > ' ' && c < 127 && "[]:/@".indexOf(c) < 0); // no URL parts
    return legal ? text : null;
  }

  private static int portOf(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int port = digits ? Integer.parseInt(text) : -1;
    return port <= 65_535 ? port : -1;
  }

  /// Whether it stands for every address of the machine.
  public boolean anyAddress() {
    return host.isEmpty();
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
