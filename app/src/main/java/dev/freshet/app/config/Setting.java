package dev.freshet.app.config;

/// One key with the value that somebody gave it.
///
/// @param path the key, such as `listen.rtmp`
/// @param value as written
/// @param place where: `freshet.yaml:12`, `FRESHET_LISTEN_RTMP` or `--set`
record Setting(String path, Raw value, String place) {
  Problem problem(String complaint) {
    return new Problem(place, path + complaint);
  }

  Problem wrong(String expected) {
    return problem(": " + value + " (expected: " + expected + ")");
  }
}
