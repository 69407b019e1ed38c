package dev.freshet.bench.subject;

/// What can be measured.
public enum SubjectKind {
  FRESHET("Freshet"),
  NGINX_RTMP("nginx-rtmp"),
  NETTY_FLOOR("Netty floor"),
  NETTY_UNSAFE_FLOOR("Netty floor by unsafe()"),
  NETTY_WRITE_FLOOR("Netty floor by write(2)"),
  NETTY_SEND_FLOOR("Netty floor by send(2)"),
  NETTY_TLS_FLOOR("Netty TLS floor"),
  SEND_SWEEP("send sweep");

  private final String label;

  SubjectKind(String label) {
    this.label = label;
  }

  /// What reports call it.
  public String label() {
    return label;
  }
}
