package dev.freshet.hub;

import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The parts that frames of other tracks than the lead may still enter. Owned by the stream's loop.
///
/// A part is closed when every other audio track has passed its end, or when the lead is
/// [#MAX_SKEW_US] beyond it.
final class OpenParts {
  /// How long a part stays open for other tracks, in us of media.
  static final long MAX_SKEW_US = 1_200_000;

  private static final long NONE = Long.MIN_VALUE;

  /// A place where a part begins: frames of `fromUs` and later belong to it or to a later one.
  private record Boundary(long segment, int part, long fromUs) {}

  private final Deque<Boundary> boundaries = new ArrayDeque<>();
  private final long[] seenUs = new long[TrackSet.MAX_ID + 1];
  private int[] others = new int[0];
  private long openSegment;
  private int openPart;
  private long inSegment;
  private int inPart;

  /// Nothing but this part is open.
  void restart(long segment, int part) {
    boundaries.clear();
    openSegment = segment;
    openPart = part;
    Arrays.fill(seenUs, NONE);
  }

  /// Waits for the audio tracks of `header` that do not lead.
  void waitFor(StreamHeader header, int leadTrack) {
    List<Integer> waited =
        header.tracks().stream()
            .filter(track -> track instanceof Track.Audio && track.id() != leadTrack)
            .map(Track::id)
            .toList();
    others = waited.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The lead begins a part with a frame of this time.
  void begin(long segment, int part, long fromUs) {
    boundaries.addLast(new Boundary(segment, part, fromUs));
  }

  /// A track other than the lead has come to `ptsUs`.
  void see(int track, long ptsUs) {
    seenUs[track] = Math.max(seenUs[track], ptsUs);
  }

  /// Closes what is complete, the lead being at `leadUs`.
  void close(long leadUs) {
    while (!boundaries.isEmpty() && isClosed(boundaries.getFirst().fromUs, leadUs)) {
      Boundary closed = boundaries.removeFirst();
      openSegment = closed.segment;
      openPart = closed.part;
    }
  }

  /// Finds the open part that a frame of this time belongs to; read it with [#inSegment] and
  /// [#inPart].
  void locate(long ptsUs) {
    inSegment = openSegment;
    inPart = openPart;
    if (boundaries.isEmpty()) {
      return;
    }
    for (Boundary boundary : boundaries) {
      if (ptsUs < boundary.fromUs) {
        return;
      }
      inSegment = boundary.segment;
      inPart = boundary.part;
    }
  }

  long inSegment() {
    return inSegment;
  }

  int inPart() {
    return inPart;
  }

  /// With [#openPart]: everything before is complete.
  long openSegment() {
    return openSegment;
  }

  int openPart() {
    return openPart;
  }

  private boolean isClosed(long fromUs, long leadUs) {
    if (leadUs >= fromUs + MAX_SKEW_US) {
      return true;
    }
    for (int track : others) {
      if (seenUs[track] < fromUs) {
        return false;
      }
    }
    return true;
  }
}
