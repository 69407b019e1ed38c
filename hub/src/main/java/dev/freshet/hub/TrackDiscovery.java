package dev.freshet.hub;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Holds a publication's first frames back until its tracks are known, so that the first header
/// tells the truth: players decide once, by the first flags they see. Owned by the stream's loop.
///
/// It is complete when pictures and sound have both been announced, when metadata says that only
/// one kind comes and it came, or when a bound is reached; the stream's timer may end it as well.
final class TrackDiscovery {
  private static final int MAX_FRAMES = 2_000;
  private static final int MAX_BYTES = 8 << 20;

  private final TrackSet tracks;
  private final Deque<Publication.Item.Media> held = new ArrayDeque<>();
  private Map<String, Object> metadata = Map.of();
  private boolean video;
  private boolean audio;
  private boolean expectsVideo = true;
  private boolean expectsAudio = true;
  private int heldBytes;

  TrackDiscovery(int maxTracks, FanoutCounters counters) {
    tracks = new TrackSet(maxTracks, counters);
  }

  /// Whether there is something to see or to hear.
  boolean hasMedia() {
    return video || audio;
  }

  /// Whether frames wait that could go out.
  boolean isHolding() {
    return hasMedia() && !held.isEmpty();
  }

  /// Whether enough is known.
  boolean isComplete() {
    boolean known = (video || !expectsVideo) && (audio || !expectsAudio);
    return isHolding() && (known || isFull());
  }

  /// A track was announced.
  ///
  /// @return false if frames wait that another configuration of this track decodes
  boolean add(Track track) {
    if (!held.isEmpty()
        && tracks.find(track.id()) != null
        && tracks.change(track) != TrackSet.Change.NONE) {
      return false;
    }
    tracks.put(track);
    video |= track instanceof Track.Video;
    audio |= track instanceof Track.Audio;
    return true;
  }

  /// Metadata came; it may name the codecs, and so the kinds of tracks, to come.
  void add(Map<String, Object> values) {
    metadata = values;
    boolean saysVideo =
        values.containsKey("videocodecid") || Boolean.TRUE.equals(values.get("hasVideo"));
    boolean saysAudio =
        values.containsKey("audiocodecid") || Boolean.TRUE.equals(values.get("hasAudio"));
    if (saysVideo || saysAudio) { // metadata that names neither knows nothing
      expectsVideo = saysVideo;
      expectsAudio = saysAudio;
    }
  }

  /// Holds a frame back.
  ///
  /// @return false if its track was not announced, or if there is no room
  boolean add(Publication.Item.Media media) {
    RawFrame frame = media.frame();
    if (tracks.find(frame.track()) == null || isFull()) {
      return false;
    }
    held.add(media);
    heldBytes += frame.payload().readableBytes();
    return true;
  }

  List<Track> tracks() {
    return tracks.list();
  }

  Map<String, Object> metadata() {
    return metadata;
  }

  /// The frames held back, in order.
  Deque<Publication.Item.Media> frames() {
    return held;
  }

  private boolean isFull() {
    return held.size() >= MAX_FRAMES || heldBytes >= MAX_BYTES;
  }
}
