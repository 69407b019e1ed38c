package dev.freshet.hub;

import dev.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Holds a publication's first items back until its tracks are known, so that the first header
/// tells the truth: players decide once, by the first flags they see. Owned by the stream's loop.
///
/// It ends when pictures and sound have both been announced, when metadata says that only one kind
/// comes and it came, or when the stream's timer or a bound ends it.
final class TrackDiscovery {
  private static final int MAX_ITEMS = 2_000;
  private static final int MAX_BYTES = 8 << 20;

  private final List<Publication.Item> held = new ArrayList<>();
  private boolean video;
  private boolean audio;
  private boolean media;
  private boolean expectsVideo = true;
  private boolean expectsAudio = true;
  private int heldBytes;

  /// Holds an item back.
  ///
  /// @return whether enough is known now
  boolean add(Publication.Item item) {
    held.add(item);
    switch (item) {
      case Publication.Item.NewTrack(Track track) -> {
        video |= track instanceof Track.Video;
        audio |= track instanceof Track.Audio;
      }
      case Publication.Item.Metadata(Map<String, Object> values) -> expect(values);
      case Publication.Item.Media(var frame, long unixUs, long ns) -> {
        media = true;
        heldBytes += frame.payload().readableBytes();
      }
    }
    boolean complete =
        media && (video || !expectsVideo) && (audio || !expectsAudio) && (video || audio);
    return complete || held.size() >= MAX_ITEMS || heldBytes >= MAX_BYTES;
  }

  /// What was held back, in order.
  List<Publication.Item> items() {
    return held;
  }

  private void expect(Map<String, Object> values) {
    boolean saysVideo =
        values.containsKey("videocodecid") || Boolean.TRUE.equals(values.get("hasVideo"));
    boolean saysAudio =
        values.containsKey("audiocodecid") || Boolean.TRUE.equals(values.get("hasAudio"));
    if (saysVideo || saysAudio) { // metadata that names neither knows nothing
      expectsVideo = saysVideo;
      expectsAudio = saysAudio;
    }
  }
}
