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
    boolean anew = start.has(Stamp.DISCONTINUITY) || gop().limits().equals(GopHeader.Limits.NONE);
    return anew && !start.has(Stamp.ENTRY_POINT)
        ? start.ingestUnixUs() // the clock of the GOP before does not hold
        : start.dtsUs() + gop().unixOffsetUs();
  }

  /// How long it lasts by the leading track, in us.
  public long durationUs() {
    TrackRun lead = run(start().track());
    return lead == null ? 0 : lead.durationUs();
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
  private long endUs(int track, List<Frame> found) {
    long endUs = FrameDuration.endUs(found);
    Stamp after = next;
    if (after == null
        || after.track() != track
        || track != start().track()
        || !after.epoch().equals(start().epoch())) {
      return endUs;
    }
    boolean goesOn = after.discontinuity() == start().discontinuity();
    long lastUs = found.getLast().stamp().dtsUs();
    return goesOn ? after.dtsUs() : Math.max(lastUs, Math.min(endUs, after.dtsUs()));
  }

  /// Gives the references of its frames back.
  public void release() {
    frames.forEach(Frame::release);
  }
}
