package dev.freshet.media.segment;

import dev.freshet.media.Frame;
import dev.freshet.media.Track;
import java.util.List;

/// The frames of one track in a part, in decoding order. A value: its frames live as long as the
/// part.
///
/// @param frames at least one
/// @param endUs decoding time at which the frame after them is due, in us
public record TrackRun(Track track, List<Frame> frames, long endUs) {
  public TrackRun {
    frames = List.copyOf(frames);
  }

  /// Decoding time of the first frame in us.
  public long startUs() {
    return frames.getFirst().stamp().dtsUs();
  }

  /// How long the frames last together, in us.
  public long durationUs() {
    return endUs - startUs();
  }

  /// Bytes of the frames.
  public long payloadBytes() {
    long bytes = 0;
    for (Frame frame : frames) {
      bytes += frame.payloadBytes();
    }
    return bytes;
  }
}
