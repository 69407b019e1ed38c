package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;

/// Leaves out what a stream's new connection repeats of its old one. Owned by its [Player].
final class Overlap {
  private final Edge video = new Edge();
  private final Edge audio = new Edge();

  /// The stream goes on over another connection.
  void begin() {
    video.repeats = video.seen;
    audio.repeats = audio.seen;
  }

  /// Whether a picture or sound with this timestamp has not been there before.
  boolean isNew(TagType type, long timestampMs) {
    return switch (type) {
      case VIDEO -> video.isNew(timestampMs);
      case AUDIO -> audio.isNew(timestampMs);
      case SCRIPT, CLOCK -> true;
    };
  }

  private static final class Edge {
    private boolean seen;
    private boolean repeats;
    private long lastMs;

    boolean isNew(long timestampMs) {
      if (repeats && (int) (timestampMs - lastMs) <= 0) {
        return false;
      }
      repeats = false;
      seen = true;
      lastMs = timestampMs;
      return true;
    }
  }
}
