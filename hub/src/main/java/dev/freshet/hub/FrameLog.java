package dev.freshet.hub;

import dev.freshet.media.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last stamped frames of a stream: what every new muxer, packager, recorder and child node is
/// seeded from. Owned by the stream's loop; holds a reference to each frame.
///
/// Bounded in time and in bytes; whole GOPs are dropped from its old end. A GOP that passes the
/// bound of bytes by itself is dropped as well: nobody can start in its middle.
final class FrameLog {
  /// What a frame costs besides its payload: many empty ones are bounded too.
  static final int FRAME_BYTES = 256;

  /// The first frame of a GOP.
  private record Entry(long index, long dtsUs) {}

  private final long windowUs;
  private final long maxBytes;
  private final MediaMemory memory;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private Frame[] ring = new Frame[256];
  private long start;
  private long end;
  private long bytes;

  /// @param memory what all logs share
  FrameLog(long windowUs, long maxBytes, MediaMemory memory) {
    this.windowUs = windowUs;
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /// Appends a frame; the log takes a reference of its own. Frames before the first entry point are
  /// of no use to anybody who starts later.
  void append(Frame frame) {
    if (frame.isEntryPoint()) {
      entries.addLast(new Entry(end, frame.stamp().dtsUs()));
    }
    if (entries.isEmpty()) {
      return;
    }
    if (end - start == ring.length) {
      grow();
    }
    ring[slot(end++)] = frame.retain();
    bytes += frame.payloadBytes();
    memory.addLogBytes(frame.payloadBytes());
    trim(frame.stamp().dtsUs());
  }

  /// Payload bytes held.
  long bytes() {
    return bytes;
  }

  /// Frames held.
  int frames() {
    return (int) (end - start);
  }

  /// The oldest index of an entry point from which no more than `maxAgeUs`, or the newest entry
  /// point; -1 if there is none.
  long entryIndex(long maxAgeUs) {
    if (entries.isEmpty()) {
      return -1;
    }
    long newestUs = at(end - 1).stamp().dtsUs();
    for (Entry entry : entries) {
      if (newestUs - entry.dtsUs <= maxAgeUs) {
        return entry.index;
      }
    }
    return entries.getLast().index;
  }

  /// Index behind the newest frame.
  long endIndex() {
    return end;
  }

  /// The frame at `index`, which the log holds.
  Frame at(long index) {
    return ring[slot(index)];
  }

  /// The frames from `index` on, without references of their own.
  List<Frame> from(long index) {
    Frame[] frames = new Frame[(int) (end - index)];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = at(index + i);
    }
    return List.of(frames);
  }

  /// Lets go of everything.
  void close() {
    dropTo(end);
    entries.clear();
  }

  private void trim(long newestUs) {
    while (entries.size() >= 2 && (isTooLarge() || newestUs - second().dtsUs >= windowUs)) {
      dropOldestGop();
    }
    if (isTooLarge()) {
      close(); // a GOP with a hole cannot be decoded: start late rather than broken
    }
  }

  private boolean isTooLarge() {
    return bytes + (long) frames() * FRAME_BYTES > memory.allowedLogBytes(maxBytes);
  }

  private Entry second() {
    var iterator = entries.iterator();
    iterator.next();
    return iterator.next();
  }

  private void dropOldestGop() {
    entries.removeFirst();
    dropTo(entries.getFirst().index);
  }

  private void dropTo(long index) {
    for (; start < index; start++) {
      Frame frame = at(start);
      bytes -= frame.payloadBytes();
      memory.addLogBytes(-frame.payloadBytes());
      clearSlot(slot(start));
      frame.release();
    }
  }

  @SuppressWarnings("NullAway") // slots outside start..end are empty and never read
  private void clearSlot(int slot) {
    ring[slot] = null;
  }

  private int slot(long index) {
    return (int) (index & (ring.length - 1));
  }

  private void grow() {
    Frame[] larger = new Frame[ring.length * 2];
    for (long i = start; i < end; i++) {
      larger[(int) (i & (larger.length - 1))] = at(i);
    }
    ring = larger;
  }
}
