package dev.freshet.node.playback.packaging;

import dev.freshet.hub.MediaMemory;
import dev.freshet.media.GopHeader;
import dev.freshet.media.segment.MediaPart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The segments of a stream that this node holds: those that are listed, and those that were and
/// may still be asked for. Owned by the packager's executor; holds a reference to each segment.
///
/// A segment that left the list stays as long as it lasts and the list was when it left (RFC 8216
/// 6.2.2); its muxed bytes go at once, as few will ask. Those of a listed one go when nobody asked
/// for them while one or two more segments came.
final class SegmentShelf {
  /// A segment that is no longer listed, and until when it stays.
  private record Retired(PackagedSegment segment, long untilNs) {}

  /// A list is not shortened to less than three target durations (RFC 8216 6.2.2).
  private static final int MIN_TARGETS = 3;

  private final WindowRule rule;
  private final MediaMemory memory;
  private final Deque<PackagedSegment> listed = new ArrayDeque<>();
  private final Deque<Retired> retired = new ArrayDeque<>();
  private @Nullable PackagedSegment open;
  private GopHeader.Limits limits = GopHeader.Limits.NONE;
  private GopHeader.Limits told = GopHeader.Limits.NONE; // to players, by a list
  private boolean ended;

  /// @param memory what the packagers of a node share
  SegmentShelf(WindowRule rule, MediaMemory memory) {
    this.rule = rule;
    this.memory = memory;
  }

  /// The next part; takes over its reference.
  void add(MediaPart part, long nowNs) {
    PackagedSegment growing = open;
    if (growing == null || growing.number() != part.segment()) {
      begin(new PackagedSegment(part, memory), nowNs);
    } else {
      growing.add(part);
    }
    if (part.isLast()) {
      complete(nowNs);
    }
    dropRetired(nowNs);
  }

  /// Nothing more comes: what was open never becomes complete.
  void abandonOpen() {
    if (open != null) {
      open.release();
      open = null;
    }
  }

  /// Nothing more comes, or something does after all.
  void ended(boolean isEnded) {
    ended = isEnded;
  }

  SegmentWindow window() {
    PackagedSegment growing = open;
    return new SegmentWindow(
        new ArrayList<>(listed),
        growing,
        growing == null ? 0 : growing.parts().size(),
        limits,
        ended,
        new Derived());
  }

  /// The segment with this number, or null. Without a reference for the caller.
  @Nullable PackagedSegment find(long number) {
    return find(segment -> segment.number() == number);
  }

  /// The segment that `which` knows, or null. Without a reference for the caller.
  @Nullable PackagedSegment find(Predicate<PackagedSegment> which) {
    if (open != null && which.test(open)) {
      return open;
    }
    for (PackagedSegment segment : listed) {
      if (which.test(segment)) {
        return segment;
      }
    }
    for (Retired old : retired) {
      if (which.test(old.segment)) {
        return old.segment;
      }
    }
    return null;
  }

  /// Lets go of everything.
  void close() {
    abandonOpen();
    listed.forEach(PackagedSegment::release);
    listed.clear();
    retired.forEach(old -> old.segment.release());
    retired.clear();
  }

  /// What players were told once holds, as far as it can: the first segment of a list, which
  /// decides it, comes with a wide guess, but is no list yet.
  private void promise(GopHeader.Limits now) {
    if (now.equals(GopHeader.Limits.NONE)) {
      return; // an epoch that begins with sound promises nothing before its first picture
    }
    limits =
        new GopHeader.Limits(
            Math.max(told.segmentUs(), now.segmentUs()), Math.max(told.partUs(), now.partUs()));
    if (!listed.isEmpty()) {
      told = limits;
    }
  }

  /// What is open still, or missing between, is lost: a list cannot have a hole, so it says what is
  /// known of it, or goes on behind it.
  private void begin(PackagedSegment next, long nowNs) {
    PackagedSegment broken = open;
    open = null;
    PackagedSegment last = listed.peekLast();
    boolean goesOn = last != null && broken == null && next.number() == last.number() + 1;
    List<PackagedSegment> gaps =
        last == null || goesOn ? List.of() : Hole.fill(last, broken, next, rule.maxSegments());
    if (broken != null && !gaps.contains(broken)) {
      broken.release();
    }
    if (last != null && !goesOn && gaps.isEmpty()) {
      beginAnew(nowNs);
    }
    promise(next.limits());
    listed.addAll(gaps);
    open = next;
  }

  private void complete(long nowNs) {
    PackagedSegment done = open;
    open = null;
    listed.forEach(PackagedSegment::forgetUnaskedBytes);
    if (done != null) {
      listed.addLast(done);
    }
    while (listed.size() > WindowRule.MIN_SEGMENTS && isTooMuch()) {
      retireOldest(nowNs);
    }
  }

  /// There is a hole of which nothing is known: what the origin promises now holds, as for whoever
  /// comes later.
  private void beginAnew(long nowNs) {
    told = GopHeader.Limits.NONE;
    while (!listed.isEmpty()) {
      retireOldest(nowNs);
    }
  }

  private boolean isTooMuch() {
    long leastUs = Math.max(rule.listedUs(), MIN_TARGETS * limits.segmentUs());
    return listed.size() > rule.maxSegments()
        || listedUs() - listed.getFirst().durationUs() >= leastUs
        || listedBytes() > rule.maxBytes()
        || heldBytes() > memory.allowedSegmentBytes();
  }

  private void retireOldest(long nowNs) {
    long listUs = listedUs();
    PackagedSegment oldest = listed.removeFirst();
    oldest.forgetBytes();
    long untilNs = nowNs + (oldest.durationUs() + listUs) * 1_000;
    retired.addLast(new Retired(oldest, untilNs));
  }

  private void dropRetired(long nowNs) {
    Iterator<Retired> oldestFirst = retired.iterator();
    long bytes = listedBytes() + retiredBytes();
    while (oldestFirst.hasNext()) {
      Retired old = oldestFirst.next();
      boolean fits = bytes <= rule.maxBytes() && heldBytes() <= memory.allowedSegmentBytes();
      if (old.untilNs - nowNs > 0 && fits) {
        return;
      }
      bytes -= old.segment.payloadBytes();
      oldestFirst.remove();
      old.segment.release();
    }
    if (heldBytes() > memory.allowedSegmentBytes()) {
      listed.forEach(PackagedSegment::forgetBytes); // whoever asks has them made again
    }
  }

  private long listedUs() {
    return listed.stream().mapToLong(PackagedSegment::durationUs).sum();
  }

  private long listedBytes() {
    return listed.stream().mapToLong(PackagedSegment::payloadBytes).sum();
  }

  private long heldBytes() {
    long bytes = open == null ? 0 : open.heldBytes();
    for (PackagedSegment segment : listed) {
      bytes += segment.heldBytes();
    }
    for (Retired old : retired) {
      bytes += old.segment.heldBytes();
    }
    return bytes;
  }

  private long retiredBytes() {
    return retired.stream().mapToLong(old -> old.segment.payloadBytes()).sum();
  }
}
