package dev.freshet.media;

import dev.freshet.contract.Epoch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What holds for all frames of a stream until the next header: a muxer's and a packager's start. A
/// value, made by the origin; a change is a new version, which the first frame after it announces
/// by [Stamp#HEADER_CHANGED].
///
/// @param epoch the reign it belongs to
/// @param version counts from 0 in each epoch
/// @param tracks in order of their ids
/// @param metadata what the publisher said of itself, cleaned of everything that tracks tell better
/// @param segmentTargetUs target duration of a segment in us
/// @param partTargetUs target duration of a part in us
/// @param firstSegment the first segment number of this epoch
public record StreamHeader(
    Epoch epoch,
    int version,
    List<Track> tracks,
    Map<String, Object> metadata,
    long segmentTargetUs,
    long partTargetUs,
    long firstSegment) {

  public StreamHeader {
    tracks = List.copyOf(tracks);
    metadata = Map.copyOf(metadata);
  }

  /// The track with this id.
  public Track track(int id) {
    for (Track track : tracks) {
      if (track.id() == id) {
        return track;
      }
    }
    throw new IllegalArgumentException("track: " + id + " (expected: one of " + tracks + ")");
  }

  /// The first video track, the one that players of one-track formats see, or null.
  public Track.@Nullable Video video() {
    for (Track track : tracks) {
      if (track instanceof Track.Video video) {
        return video;
      }
    }
    return null;
  }

  /// The first audio track, the one that players of one-track formats hear, or null.
  public Track.@Nullable Audio audio() {
    for (Track track : tracks) {
      if (track instanceof Track.Audio audio) {
        return audio;
      }
    }
    return null;
  }
}
