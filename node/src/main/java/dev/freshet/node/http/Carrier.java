package dev.freshet.node.http;

/// What carries a request and its answer. A value.
enum Carrier {
  /// A TCP connection that speaks HTTP/1.1.
  PLAIN,
  /// The same inside TLS.
  TLS,
  /// One stream of an HTTP/2 connection, always inside TLS.
  HTTP2;

  boolean secure() {
    return this != PLAIN;
  }
}
