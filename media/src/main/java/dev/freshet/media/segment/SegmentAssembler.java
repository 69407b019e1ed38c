package dev.freshet.media.segment;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the frames of a stream into parts, as their stamps say. Owned by one packager.
///
/// It decides nothing: a part is complete when a stamp says that nothing more belongs to it, and is
/// given only if its segment was seen from its first frame on. So whoever starts in the middle of a
/// stream gives the same parts, frame by frame, as whoever saw its beginning.
public final class SegmentAssembler {
  /// A part that may still grow.
  private static final class OpenPart {
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable Stamp next;

    private OpenPart(Frame first) {
      frames.add(first);
    }

    private Stamp start() {
      return frames.getFirst().stamp();
    }
  }

  private final Consumer<MediaPart> output;
  private final Deque<OpenPart> open = new ArrayDeque<>();
  private @Nullable Epoch epoch;
  private long nextSequence;
  private @Nullable OpenPart newest; // null: nothing is known of the segment that goes on

  /// @param output gets each complete part, in order, and its references
  public SegmentAssembler(Consumer<MediaPart> output) {
    this.output = output;
  }

  /// The next frame; takes a reference of its own. Where its sequence does not follow, frames were
  /// lost.
  public void add(Frame frame) {
    Stamp stamp = frame.stamp();
    if (!stamp.epoch().equals(epoch)) {
      end();
      epoch = stamp.epoch();
    } else if (stamp.sequence() != nextSequence) {
      skip();
    }
    nextSequence = stamp.sequence() + 1;
    if (stamp.has(Stamp.PART_START)) {
      begin(frame);
    } else {
      join(frame);
    }
    giveBefore(stamp.openSegment(), stamp.openPart());
  }

  /// Frames were lost: what is open will never be complete.
  public void skip() {
    for (OpenPart part : open) {
      part.frames.forEach(Frame::release);
    }
    open.clear();
    newest = null;
  }

  /// The stream is over: nothing more belongs to what is open.
  public void end() {
    while (!open.isEmpty()) {
      give();
    }
    newest = null;
  }

  private void begin(Frame frame) {
    Stamp stamp = frame.stamp();
    OpenPart before = newest;
    if (before != null) {
      before.next = stamp;
    }
    boolean goesOn = before != null && before.start().segment() == stamp.segment();
    if (stamp.part() > 0 && !goesOn) {
      newest = null; // its segment began before we did
      return;
    }
    newest = new OpenPart(frame);
    open.addLast(newest);
    frame.retain();
  }

  private void join(Frame frame) {
    Iterator<OpenPart> newestFirst = open.descendingIterator();
    while (newestFirst.hasNext()) {
      OpenPart part = newestFirst.next();
      if (part.start().segment() == frame.stamp().segment()
          && part.start().part() == frame.stamp().part()) {
        part.frames.add(frame.retain());
        return;
      }
    }
  }

  private void giveBefore(long segment, int number) {
    while (!open.isEmpty()) {
      Stamp start = open.getFirst().start();
      boolean complete =
          start.segment() < segment || (start.segment() == segment && start.part() < number);
      if (!complete) {
        return;
      }
      give();
    }
  }

  private void give() {
    OpenPart part = open.removeFirst();
    output.accept(new MediaPart(part.frames, part.next));
  }
}
