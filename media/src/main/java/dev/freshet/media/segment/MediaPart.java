package dev.freshet.media.segment;

import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A complete part of a segment, with all its frames, of which it holds references. Immutable;
/// whoever has it last lets go of the frames ([#release]).
///
/// @param frames in order of their sequence; the first one, of the leading track, opened the part
/// @param next the stamp of the frame that opened the next part, or null if the stream ended here
public record MediaPart(List<Frame> frames, @Nullable Stamp next) {
  public MediaPart {
    frames = List.copyOf(frames);
  }

  /// The stamp of the frame that opened it.
  public Stamp start() {
    return frames.getFirst().stamp();
  }

  /// The number of its segment.
  public long segment() {
    return start().segment();
  }

  /// Its number in its segment, from 0.
  public int number() {
    return start().part();
  }

  /// Whether its segment ends with it.
  public boolean isLast() {
    return next == null || next.segment() != segment();
  }

  /// What held when it began.
  public StreamHeader header() {
    return frames.getFirst().header();
  }

  /// Of the GOP in which it began.
  public GopHeader gop() {
    return frames.getFirst().gop();
  }

  /// Wall-clock time at which the origin had its first frame, in us, smooth over time.
  public long unixUs() {
    Stamp start = start();
    boolean anew = start.has(Stamp.DISCONTINUITY) && !start.has(Stamp.ENTRY_POINT);
    return gop().unixUs(start.dtsUs(), start.ingestUnixUs(), anew);
  }

  /// How long it lasts, in us: until the next part begins, or as the leading track says where that
  /// does not go on. 0 if the next one begins earlier, as a picture may that sound did not wait
  /// for.
  public long durationUs() {
    Stamp after = next;
    if (after != null && goesOn(after)) {
      return Math.max(0, after.dtsUs() - start().dtsUs());
    }
    TrackRun lead = run(start().track());
    return lead == null ? 0 : lead.durationUs();
  }

  /// How much of that is behind the time that a part may last, in us: frames stayed away until the
  /// next segment began. 0 for a part that is only a little too long.
  public long holeUs() {
    Stamp after = next;
    long longestUs = gop().limits().partUs();
    long beyondUs = durationUs() - longestUs;
    boolean isHole = after != null && goesOn(after) && after.beginsSegment();
    return isHole && longestUs > 0 && beyondUs > longestUs / 2 ? beyondUs : 0;
  }

  /// The frames of one track, or null if it has none here.
  public @Nullable TrackRun run(int track) {
    List<Frame> found = new ArrayList<>();
    for (Frame frame : frames) {
      if (frame.stamp().track() == track) {
        found.add(frame);
      }
    }
    return found.isEmpty()
        ? null
        : new TrackRun(found.getFirst().track(), found, endUs(track, found));
  }

  /// The leading track goes on where the next part begins, unless time or decoder begin anew there.
  /// If another one leads then, a picture stays to be seen until then, but sound has its length.
  private long endUs(int track, List<Frame> found) {
    long endUs = FrameDuration.endUs(found);
    Stamp after = next;
    Frame last = found.getLast();
    if (after == null
        || track != start().track()
        || !after.epoch().equals(start().epoch())
        || (after.track() != track && !(last instanceof Frame.Video && goesOn(after)))) {
      return endUs;
    }
    long lastUs = last.stamp().dtsUs();
    return goesOn(after)
        ? Math.max(lastUs, after.dtsUs())
        : Math.max(lastUs, Math.min(endUs, after.dtsUs()));
  }

  /// Whether time goes on from here to there.
  private boolean goesOn(Stamp after) {
    return after.epoch().equals(start().epoch())
        && after.discontinuity() == start().discontinuity();
  }

  /// Gives the references of its frames back.
  public void release() {
    frames.forEach(Frame::release);
  }
}
