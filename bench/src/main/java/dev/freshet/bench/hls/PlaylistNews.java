package dev.freshet.bench.hls;

import dev.freshet.media.ProtocolException;
import org.jspecify.annotations.Nullable;

/// What a viewer takes from a media playlist (RFC 8216bis). A value: no owner.
///
/// @param next the part that is not there yet
/// @param newest the last part that is; of another style, part 0 of the last segment
/// @param newestUri of that part or segment; null if nothing is listed
/// @param skips whether delta updates are offered
/// @param ended whether nothing more comes
record PlaylistNews(
    PartPlace next, PartPlace newest, @Nullable String newestUri, boolean skips, boolean ended) {

  /// Reads a playlist, whole or a delta update.
  static PlaylistNews of(String text) {
    Reader reader = new Reader();
    text.lines().forEach(reader::line);
    if (!text.startsWith("#EXTM3U")) {
      throw ProtocolException.malformed("playlist: " + text + " (expected: #EXTM3U)");
    }
    return new PlaylistNews(
        new PartPlace(reader.segment, reader.part),
        reader.newest,
        reader.newestUri,
        reader.skips,
        reader.ended);
  }

  /// The value of an attribute in a tag's line, without its quotes; null if it is not there.
  static @Nullable String attribute(String line, String name) {
    int at = line.indexOf(name + "=");
    if (at < 0) {
      return null;
    }
    int from = at + name.length() + 1;
    boolean quoted = line.startsWith("\"", from);
    int to = line.indexOf(quoted ? '"' : ',', from + 1);
    return line.substring(quoted ? from + 1 : from, to < 0 ? line.length() : to);
  }

  /// Reads line by line. Lives for one text.
  private static final class Reader {
    private long segment;
    private int part;
    private PartPlace newest = new PartPlace(-1, 0);
    private @Nullable String newestUri;
    private boolean skips;
    private boolean ended;

    private void line(String line) {
      if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
        segment += Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
      } else if (line.startsWith("#EXT-X-SKIP:")) {
        segment += Long.parseLong(String.valueOf(attribute(line, "SKIPPED-SEGMENTS")));
      } else if (line.startsWith("#EXT-X-PART:")) {
        listed(new PartPlace(segment, part++), attribute(line, "URI"));
      } else if (line.startsWith("#EXT-X-SERVER-CONTROL:")) {
        skips = line.contains("CAN-SKIP-UNTIL");
      } else if (line.startsWith("#EXT-X-ENDLIST")) {
        ended = true;
      } else if (!line.isEmpty() && line.charAt(0) != '#') {
        segment(line);
      }
    }

    private void segment(String uri) {
      if (part == 0) {
        listed(new PartPlace(segment, 0), uri);
      }
      segment++;
      part = 0;
    }

    private void listed(PartPlace place, @Nullable String uri) {
      newest = place;
      newestUri = uri;
    }
  }
}
