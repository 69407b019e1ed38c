package dev.freshet.app.client;

/// Where a client connects to. A value.
///
/// @param host without brackets
/// @param tls whether TLS comes first
record Endpoint(String host, int port, boolean tls) {
  /// As a URL and HTTP's `Host` write it.
  String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
