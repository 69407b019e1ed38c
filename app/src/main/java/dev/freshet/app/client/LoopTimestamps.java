package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;

/// Lets the timestamps of a file that is repeated go on: the longer one of its tracks starts each
/// round one frame after its last frame, the other keeps its place beside it. Owned by the file's
/// reader.
final class LoopTimestamps {
  private static final long MAX_STEP_MS = 1_000;

  private final Track video = new Track(40);
  private final Track audio = new Track(23);
  private long shiftMs;
  private long roundStartMs;

  /// The tag with its timestamp for this round.
  FlvTag apply(FlvTag tag) {
    long timestampMs = tag.timestampMs() + shiftMs;
    if (!tag.isFrame()) {
      return tag.at(Math.max(timestampMs, roundStartMs)); // headers often say 0
    }
    (tag.type() == TagType.VIDEO ? video : audio).frame(tag.timestampMs(), timestampMs);
    return tag.at(timestampMs);
  }

  /// The file begins anew.
  void again() {
    shiftMs = Math.max(video.shiftMs(), audio.shiftMs());
    roundStartMs = shiftMs + Math.min(video.firstMs, audio.firstMs);
  }

  /// Whether there was any frame; a file without one would be repeated without end and time.
  boolean hasFrames() {
    return video.lastMs >= 0 || audio.lastMs >= 0;
  }

  private static final class Track {
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = -1;
    private long stepMs;

    Track(long usualStepMs) {
      stepMs = usualStepMs;
    }

    void frame(long fileMs, long timestampMs) {
      firstMs = Math.min(firstMs, fileMs);
      long newStepMs = timestampMs - lastMs;
      if (lastMs >= 0 && newStepMs > 0 && newStepMs <= MAX_STEP_MS) {
        stepMs = newStepMs;
      }
      lastMs = Math.max(lastMs, timestampMs);
    }

    /// What puts the first frame of the file one frame behind the last that was sent.
    long shiftMs() {
      return lastMs < 0 ? 0 : lastMs + stepMs - firstMs;
    }
  }
}
