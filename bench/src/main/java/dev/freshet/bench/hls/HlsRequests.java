package dev.freshet.bench.hls;

import java.nio.charset.StandardCharsets;

/// The requests of one viewer, as a browser's player sends them but shorter. A value: no owner.
///
/// @param host for the `Host` header
/// @param folder of its media playlist, with a slash at either end
/// @param playlist its name in there
record HlsRequests(String host, String folder, String playlist) {
  /// For the multivariant playlist.
  static byte[] first(String host, String path) {
    return get(host, path, "");
  }

  /// Its viewer plays the playlist that `uri` names, seen from `path`.
  static HlsRequests of(String host, String path, String uri) {
    String full = path.substring(0, path.lastIndexOf('/') + 1) + uri;
    int slash = full.lastIndexOf('/') + 1;
    return new HlsRequests(host, full.substring(0, slash), full.substring(slash));
  }

  /// For the playlist as it is now.
  byte[] newest() {
    return get(host, folder + playlist, "Accept-Encoding: gzip\r\n");
  }

  /// For the playlist once it has `place`.
  byte[] awaiting(PartPlace place, boolean skip) {
    String query =
        "?_HLS_msn="
            + place.segment()
            + "&_HLS_part="
            + place.part()
            + (skip ? "&_HLS_skip=YES" : "");
    return get(host, folder + playlist + query, "Accept-Encoding: gzip\r\n");
  }

  /// For a part or segment.
  byte[] file(String uri) {
    return get(host, folder + uri, "");
  }

  private static byte[] get(String host, String path, String more) {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: freshet-bench\r\nAccept: */*\r\n"
            + more
            + "\r\n";
    return request.getBytes(StandardCharsets.US_ASCII);
  }
}
