package dev.freshet.hub;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that a stream published since its first entry point, and what each format makes of
/// it. Called by the stream's loop, read when that is done.
final class Published implements FrameSubscriber {
  private final List<Frame> frames = new ArrayList<>();
  private final Map<PlainFormat, List<byte[]>> bytes = new HashMap<>();
  private long skipped;

  /// Subscribes to `stream`, to see each frame as soon as it is stamped.
  static Published of(Stream stream) {
    Published published = new Published();
    stream.subscribe(published, Runnable::run, Long.MAX_VALUE / 2);
    return published;
  }

  @Override
  public void onFrames(List<Frame> batch) {
    batch.forEach(frame -> frames.add(frame.retain()));
  }

  @Override
  public void onSkipped(long count) {
    skipped += count;
  }

  @Override
  public void onEnd(EndReason reason) {}

  List<Frame> frames() {
    return frames;
  }

  /// Frames that this subscriber missed.
  long skipped() {
    return skipped;
  }

  long firstSequence() {
    return frames.getFirst().stamp().sequence();
  }

  long endSequence() {
    return frames.getLast().stamp().sequence() + 1;
  }

  Frame at(long sequence) {
    return frames.get((int) (sequence - firstSequence()));
  }

  Frame entryAtOrBefore(long sequence) {
    for (long i = sequence; i >= firstSequence(); i--) {
      if (at(i).isEntryPoint()) {
        return at(i);
      }
    }
    throw new AssertionError("no entry point before frame " + sequence);
  }

  /// The frame in this format, without headers before it.
  byte[] frameBytes(PlainFormat format, long sequence) {
    List<byte[]> muxed = bytes.computeIfAbsent(format, f -> new ArrayList<>());
    while (muxed.size() < frames.size()) {
      muxed.add(format.frameBytes(frames.get(muxed.size())));
    }
    return muxed.get((int) (sequence - firstSequence()));
  }

  /// What a running viewer gets before this frame, often nothing.
  byte[] changeBytes(PlainFormat format, long sequence) {
    Frame frame = at(sequence);
    return frame.stamp().has(Stamp.HEADER_CHANGED) ? format.headerBytes(frame) : new byte[0];
  }

  void release() {
    frames.forEach(Frame::release);
  }
}
