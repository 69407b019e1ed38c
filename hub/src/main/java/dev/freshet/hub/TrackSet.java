package dev.freshet.hub;

import dev.freshet.media.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tracks of a publication by number. Owned by the stream's loop.
final class TrackSet {
  /// Highest track number.
  static final int MAX_ID = 255;

  /// What a track changes.
  enum Change {
    /// Nothing: publishers repeat themselves.
    NONE,
    /// What people and playlists are told, such as the frame rate.
    DESCRIPTION,
    /// A track is new, or its decoder must start anew.
    DECODER,
    /// A limit is reached; the track is not taken.
    REFUSED
  }

  private final int maxTracks;
  private final FanoutCounters counters;
  private final List<Track> tracks = new ArrayList<>();

  TrackSet(int maxTracks, FanoutCounters counters) {
    this.maxTracks = maxTracks;
    this.counters = counters;
  }

  /// In order of their numbers.
  List<Track> list() {
    return tracks;
  }

  /// The track with this number, or null.
  @Nullable Track find(int id) {
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).id() == id) {
        return tracks.get(i);
      }
    }
    return null;
  }

  /// What [#put] would change.
  Change change(Track track) {
    Track before = find(track.id());
    if (before == null) {
      boolean fits = tracks.size() < maxTracks && track.id() >= 0 && track.id() <= MAX_ID;
      return fits ? Change.DECODER : Change.REFUSED;
    }
    if (!before.sameDecoder(track) || isResized(before, track)) {
      return Change.DECODER;
    }
    return isSame(before, track) ? Change.NONE : Change.DESCRIPTION;
  }

  /// Adds or replaces a track.
  Change put(Track track) {
    Change change = change(track);
    switch (change) {
      case NONE -> {}
      case REFUSED -> counters.tracksRefused.increment();
      case DESCRIPTION, DECODER -> {
        tracks.removeIf(known -> known.id() == track.id());
        tracks.add(track);
        tracks.sort(Comparator.comparingInt(Track::id));
      }
    }
    return change;
  }

  /// Takes the tracks of another publication in place of these.
  ///
  /// @return the weightiest change
  Change replaceBy(List<Track> others) {
    Change weightiest = others.size() == tracks.size() ? Change.NONE : Change.DECODER;
    for (Track other : others) {
      Change change = find(other.id()) == null ? Change.DECODER : change(other);
      weightiest = change.compareTo(weightiest) > 0 ? change : weightiest;
    }
    tracks.clear();
    tracks.addAll(others);
    return weightiest;
  }

  /// Some codecs say the size of their pictures in keyframes alone.
  private static boolean isResized(Track some, Track other) {
    return some instanceof Track.Video a
        && other instanceof Track.Video b
        && a.width() > 0
        && b.width() > 0
        && (a.width() != b.width() || a.height() != b.height());
  }

  private static boolean isSame(Track some, Track other) {
    return switch (some) {
      case Track.Video a ->
          other instanceof Track.Video b
              && a.width() == b.width()
              && a.height() == b.height()
              && a.fps() == b.fps()
              && Arrays.equals(a.colorInfo(), b.colorInfo());
      case Track.Audio a ->
          other instanceof Track.Audio b
              && a.sampleRate() == b.sampleRate()
              && a.channels() == b.channels()
              && a.samplesPerFrame() == b.samplesPerFrame();
      case Track.Data a -> other instanceof Track.Data;
    };
  }
}
