package dev.freshet.node.playback.packaging;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.Track;
import dev.freshet.media.segment.MediaPart;
import dev.freshet.media.segment.TrackRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A complete part, and what playlists say of it. Immutable; its frames are its packager's alone,
/// the rest may be read from anywhere, also when the frames are gone.
///
/// @param durationUs by the leading track
/// @param holeUs for how long nothing leads behind it, in us; its segment lasts until then
/// @param tracks those that have frames in it
public record PackagedPart(MediaPart media, long durationUs, long holeUs, List<TrackFacts> tracks) {
  /// What one track has in a part.
  ///
  /// @param startUs decoding time of its first frame
  /// @param durationUs of its frames together
  /// @param bytes of its frames
  /// @param independent whether a decoder may begin in it
  public record TrackFacts(
      int track, long startUs, long durationUs, long bytes, boolean independent) {
    private static TrackFacts of(TrackRun run) {
      boolean keyframe =
          !(run.track() instanceof Track.Video)
              || run.frames().stream().anyMatch(frame -> frame.stamp().has(Stamp.KEYFRAME));
      return new TrackFacts(
          run.track().id(), run.startUs(), run.durationUs(), run.payloadBytes(), keyframe);
    }
  }

  static PackagedPart of(MediaPart media) {
    List<TrackFacts> tracks = new ArrayList<>();
    for (Track track : media.header().tracks()) {
      TrackRun run = media.run(track.id());
      if (run != null) {
        tracks.add(TrackFacts.of(run));
      }
    }
    long holeUs = media.holeUs();
    return new PackagedPart(media, media.durationUs() - holeUs, holeUs, List.copyOf(tracks));
  }

  /// What the track has in it, or null if it has nothing.
  public @Nullable TrackFacts track(int id) {
    for (TrackFacts facts : tracks) {
      if (facts.track == id) {
        return facts;
      }
    }
    return null;
  }

  /// Bytes of all its frames.
  public long payloadBytes() {
    long bytes = 0;
    for (TrackFacts facts : tracks) {
      bytes += facts.bytes;
    }
    return bytes;
  }

  List<Frame> frames() {
    return media.frames();
  }
}
