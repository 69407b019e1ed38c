package dev.freshet.app.client;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was due while there was no connection: from the newest entry point on, so that a new
/// connection starts with a picture at once. Owned by its [Uplink].
final class HeldTags {
  private final Deque<FlvTag> tags = new ArrayDeque<>();
  private final int maxBytes;
  private long bytes;
  private long dropped;

  /// @param maxBytes a longer GOP is dropped, and held again from the next entry point
  HeldTags(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// @param isEntry whether a decoder may start with this tag
  void add(FlvTag tag, boolean isEntry) {
    if (isEntry || bytes + tag.body().length > maxBytes) {
      dropped += tags.size();
      clear();
    }
    if (isEntry || !tags.isEmpty()) {
      tags.add(tag);
      bytes += tag.body().length;
    } else {
      dropped++;
    }
  }

  boolean isEmpty() {
    return tags.isEmpty();
  }

  /// The oldest, which is held no longer.
  FlvTag remove() {
    FlvTag oldest = tags.removeFirst();
    bytes -= oldest.body().length;
    return oldest;
  }

  long firstTimestampMs() {
    return tags.getFirst().timestampMs();
  }

  void clear() {
    tags.clear();
    bytes = 0;
  }

  /// How many tags were given up.
  long dropped() {
    return dropped;
  }
}
