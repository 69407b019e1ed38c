package dev.freshet.bench.hls;

import dev.freshet.bench.load.KeepAlive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.GZIPInputStream;

/// Reads playlists. Thousands of viewers get the same bytes: each text is read once, and every
/// answer is compared with it byte by byte. Owned by its crowd.
final class PlaylistTexts {
  private static final int KEPT = 8;

  /// A text that was read, as it came over the wire.
  private record Known(byte[] wire, PlaylistNews news) {
    private boolean is(KeepAlive.Answer answer) {
      return Arrays.equals(wire, 0, wire.length, answer.bytes(), answer.from(), answer.to());
    }
  }

  private final Deque<Known> newestFirst = new ArrayDeque<>();

  PlaylistNews read(KeepAlive.Answer answer) {
    for (Known known : newestFirst) {
      if (known.is(answer)) {
        return known.news;
      }
    }
    byte[] wire = Arrays.copyOfRange(answer.bytes(), answer.from(), answer.to());
    PlaylistNews news = PlaylistNews.of(text(wire, answer.gzip()));
    newestFirst.addFirst(new Known(wire, news));
    if (newestFirst.size() > KEPT) {
      newestFirst.removeLast();
    }
    return news;
  }

  static String text(byte[] wire, boolean gzip) {
    if (!gzip) {
      return new String(wire, StandardCharsets.UTF_8);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(wire))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a playlist that gzip does not take", e);
    }
  }
}
