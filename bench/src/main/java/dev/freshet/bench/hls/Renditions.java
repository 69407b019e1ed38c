package dev.freshet.bench.hls;

import dev.freshet.media.ProtocolException;
import org.jspecify.annotations.Nullable;

/// What a multivariant playlist names: the variant's playlist, and the sound's if that is apart. A
/// value: no owner.
record Renditions(String first, @Nullable String sound) {
  static Renditions of(String text) {
    String first = null;
    String sound = null;
    for (String line : text.lines().toList()) {
      if (line.startsWith("#EXT-X-MEDIA:")) {
        sound = PlaylistNews.attribute(line, "URI");
      } else if (!line.isEmpty() && line.charAt(0) != '#' && first == null) {
        first = line;
      }
    }
    if (first == null) {
      throw ProtocolException.malformed("playlist: " + text + " (expected: a variant)");
    }
    return new Renditions(first, sound);
  }
}
