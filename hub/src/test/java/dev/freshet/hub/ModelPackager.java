package dev.freshet.hub;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A packager reduced to what it decides, which it decides by stamps alone: which frames a segment
/// and its parts hold, and when they are complete.
final class ModelPackager {
  /// A segment that is complete: the sequence numbers of its frames, part by part.
  record Segment(long number, List<List<Long>> parts) {}

  private final NavigableMap<Long, NavigableMap<Integer, List<Long>>> open = new TreeMap<>();
  private final NavigableMap<Long, Segment> complete = new TreeMap<>();

  /// Packages `frames` from index `from` on.
  static NavigableMap<Long, Segment> run(List<Frame> frames, int from) {
    ModelPackager packager = new ModelPackager();
    for (Frame frame : frames.subList(from, frames.size())) {
      packager.add(frame.stamp());
    }
    return packager.complete;
  }

  private void add(Stamp stamp) {
    boolean starts = stamp.has(Stamp.PART_START) && stamp.part() == 0;
    if (starts) {
      open.put(stamp.segment(), new TreeMap<>());
    }
    NavigableMap<Integer, List<Long>> parts = open.get(stamp.segment());
    if (parts != null) { // else it began before this packager did
      parts.computeIfAbsent(stamp.part(), part -> new ArrayList<>()).add(stamp.sequence());
    }
    while (!open.isEmpty() && open.firstKey() < stamp.openSegment()) {
      close(open.pollFirstEntry());
    }
  }

  private void close(Map.Entry<Long, NavigableMap<Integer, List<Long>>> closed) {
    long number = closed.getKey();
    NavigableMap<Integer, List<Long>> parts = closed.getValue();
    for (int part = 0; part <= parts.lastKey(); part++) {
      if (!parts.containsKey(part)) {
        throw new AssertionError("part " + part + " of segment " + number + " is empty");
      }
    }
    complete.put(number, new Segment(number, List.copyOf(parts.values())));
  }
}
