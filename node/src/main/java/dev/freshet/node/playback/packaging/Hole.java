package dev.freshet.node.playback.packaging;

import dev.freshet.media.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Segments that were lost between two that are known. Lives while they are made up.
///
/// The stamps on both sides tell how many there were, how long they lasted together and how often
/// something began anew between; where there is more than one, each gets its share.
final class Hole {
  private final PackagedSegment last;
  private final @Nullable PackagedSegment broken;
  private final PackagedSegment next;
  private final long fromUs;

  private Hole(
      PackagedSegment last, @Nullable PackagedSegment broken, PackagedSegment next, long fromUs) {
    this.last = last;
    this.broken = broken;
    this.next = next;
    this.fromUs = fromUs;
  }

  /// The gaps between `last` and `next`; none if the stamps do not tell enough of them.
  ///
  /// @param last a complete segment
  /// @param broken the one behind it, if something of that is there; it becomes the first gap
  /// @param next the first one after the hole
  /// @param maxGaps more than these are nothing to tell players
  static List<PackagedSegment> fill(
      PackagedSegment last, @Nullable PackagedSegment broken, PackagedSegment next, int maxGaps) {
    Stamp lost = broken != null ? broken.start() : last.next();
    boolean follows =
        lost != null
            && lost.segment() == last.number() + 1
            && lost.epoch().equals(last.start().epoch())
            && lost.epoch().equals(next.start().epoch());
    if (lost == null || !follows) {
      return List.of();
    }
    Hole hole = new Hole(last, broken, next, lost.dtsUs());
    return hole.isPlausible(maxGaps) ? hole.gaps() : List.of();
  }

  private boolean isPlausible(int maxGaps) {
    long gaps = gapCount();
    long breaks = breaks();
    long atMostUs = gaps * next.limits().segmentUs();
    return gaps > 0
        && gaps <= maxGaps
        && breaks >= 0
        && breaks <= (broken == null ? gaps : gaps - 1)
        && lengthUs() > 0
        && lengthUs() <= atMostUs
        && lengthUs() >= knownUs();
  }

  private long gapCount() {
    return next.number() - last.number() - 1;
  }

  private long lengthUs() {
    return next.start().dtsUs() - fromUs;
  }

  /// Of the broken one.
  private long knownUs() {
    return broken == null ? 0 : broken.partsUs();
  }

  /// How often something began anew, `next` itself apart.
  private long breaks() {
    long behind = next.discontinuity() - (next.beginsAnew() ? 1 : 0);
    return behind - (broken == null ? last : broken).discontinuity();
  }

  private List<PackagedSegment> gaps() {
    int count = (int) gapCount();
    List<PackagedSegment> gaps = new ArrayList<>(count);
    long atUs = fromUs;
    for (int i = 0; i < count; i++) {
      long untilUs = fromUs + lengthUs() * (i + 1) / count;
      if (i == 0 && broken != null) {
        untilUs = count == 1 ? untilUs : Math.max(untilUs, fromUs + broken.partsUs());
        broken.becomeGap(untilUs - atUs);
        gaps.add(broken);
      } else {
        untilUs = Math.max(untilUs, atUs);
        gaps.add(gap(i, count, atUs, untilUs - atUs));
      }
      atUs = untilUs;
    }
    return gaps;
  }

  /// What began anew did so as late as possible: nobody knows where.
  private PackagedSegment gap(int i, int count, long atUs, long durationUs) {
    long breaks = breaks();
    long firstBreak = count - breaks;
    boolean anew = i >= firstBreak;
    PackagedSegment near = anew ? next : broken == null ? last : broken;
    long behind = next.discontinuity() - (next.beginsAnew() ? 1 : 0);
    Stamp after = next.start();
    Stamp start =
        new Stamp(
            after.epoch(),
            after.sequence(),
            near.header().tracks().getFirst().id(),
            after.gop(),
            last.number() + 1 + i,
            0,
            last.number() + 1 + i,
            0,
            behind - (count - 1 - Math.max(i, firstBreak - 1)),
            anew ? Stamp.DISCONTINUITY : 0,
            atUs,
            atUs,
            after.ingestUnixUs());
    long unixUs = near.unixUs() + atUs - near.start().dtsUs();
    return new PackagedSegment(near, start, next.limits(), unixUs, durationUs);
  }
}
