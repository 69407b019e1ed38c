package dev.freshet.bench.gop;

/// A stream on air: one GOP length under one latency profile. A value: no owner.
record PushedStream(int gopMs, String profile) {
  private static final String HOST_SUFFIX = ".bench";

  /// The service that it belongs to, by the host of its addresses.
  static String host(String profile) {
    return profile + HOST_SUFFIX;
  }

  /// The host that its viewers name.
  String host() {
    return host(profile);
  }

  /// Where it is played, with ingest times.
  String playPath() {
    return "/live/gop" + gopMs + ".flv?clock=1";
  }

  /// Where it is pushed.
  String pushUrl(int rtmpPort) {
    return "rtmp://127.0.0.1:" + rtmpPort + "/live/gop" + gopMs + "?vhost=" + host();
  }
}
