package dev.freshet.node.playback.hls;

/// Puts a query behind every address in a playlist's text, for services whose tokens stand there.
/// Stateless. The addresses have no query of their own, and a tag has one address at most.
final class AddressQuery {
  private static final String ATTRIBUTE = "URI=\"";

  private AddressQuery() {}

  /// The same playlist with `query`, which begins with its question mark; empty changes nothing.
  static String into(String playlist, String query) {
    if (query.isEmpty()) {
      return playlist;
    }
    StringBuilder out = new StringBuilder(playlist.length() * 2);
    playlist.lines().forEach(line -> append(line, query, out));
    return out.toString();
  }

  private static void append(String line, String query, StringBuilder out) {
    int attribute = line.indexOf(ATTRIBUTE);
    if (!line.startsWith("#") && !line.isEmpty()) {
      out.append(line).append(query);
    } else if (attribute < 0) {
      out.append(line);
    } else {
      int end = line.indexOf('"', attribute + ATTRIBUTE.length());
      out.append(line, 0, end).append(query).append(line, end, line.length());
    }
    out.append('\n');
  }
}
