package dev.freshet.hub;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;

/// Measures what a stream's publisher sends: rates over the last seconds, GOP length, skew. Owned
/// by the stream's loop.
final class StreamMeter {
  private static final int SECONDS = 8;

  private final long[] second = new long[SECONDS];
  private final long[] videoBytes = new long[SECONDS];
  private final long[] audioBytes = new long[SECONDS];
  private final int[] videoFrames = new int[SECONDS];
  private final int[] audioFrames = new int[SECONDS];
  private long totalBytes;
  private long totalFrames;
  private long startedNs;
  private long lastEntryUs = -1;
  private long gopUs;
  private long videoUs;
  private long audioUs;

  void count(Frame frame, long nowNs) {
    if (totalFrames++ == 0) {
      startedNs = nowNs;
    }
    int bytes = frame.payloadBytes();
    totalBytes += bytes;
    int slot = slotOf(nowNs);
    switch (frame) {
      case Frame.Video video -> {
        videoBytes[slot] += bytes;
        videoFrames[slot]++;
        videoUs = video.stamp().dtsUs();
        noteEntry(video);
      }
      case Frame.Audio audio -> {
        audioBytes[slot] += bytes;
        audioFrames[slot]++;
        audioUs = audio.stamp().dtsUs();
      }
      case Frame.Data data -> {} // counts in the totals only
    }
  }

  /// Rates over the whole seconds before this one.
  Rates rates(long nowNs) {
    long now = nowNs / 1_000_000_000L;
    long from = Math.max(now - SECONDS + 1, startedNs / 1_000_000_000L + 1);
    double seconds = Math.max(1, now - from);
    long video = 0;
    long audio = 0;
    int frames = 0;
    int sounds = 0;
    for (int i = 0; i < SECONDS; i++) {
      if (second[i] >= from && second[i] < now) {
        video += videoBytes[i];
        audio += audioBytes[i];
        frames += videoFrames[i];
        sounds += audioFrames[i];
      }
    }
    return new Rates(
        Math.round(video * 8 / seconds),
        Math.round(audio * 8 / seconds),
        frames / seconds,
        sounds / seconds,
        gopUs / 1_000,
        (videoUs - audioUs) / 1_000,
        totalBytes,
        totalFrames);
  }

  private void noteEntry(Frame.Video video) {
    if (video.stamp().has(Stamp.ENTRY_POINT)) {
      if (lastEntryUs >= 0) {
        gopUs = video.stamp().dtsUs() - lastEntryUs;
      }
      lastEntryUs = video.stamp().dtsUs();
    }
  }

  private int slotOf(long nowNs) {
    long now = nowNs / 1_000_000_000L;
    int slot = (int) Math.floorMod(now, (long) SECONDS);
    if (second[slot] != now) {
      second[slot] = now;
      videoBytes[slot] = 0;
      audioBytes[slot] = 0;
      videoFrames[slot] = 0;
      audioFrames[slot] = 0;
    }
    return slot;
  }

  /// What was measured.
  ///
  /// @param videoBps bits a second
  /// @param audioBps bits a second
  /// @param videoFps frames a second, as they arrived
  /// @param audioFps frames a second, as they arrived
  /// @param gopMs between the last two entry points, 0 if there were no two
  /// @param skewMs how far pictures are ahead of sound, in stream time
  /// @param totalBytes of payload since the stream began
  /// @param totalFrames since the stream began
  public record Rates(
      long videoBps,
      long audioBps,
      double videoFps,
      double audioFps,
      long gopMs,
      long skewMs,
      long totalBytes,
      long totalFrames) {}
}
