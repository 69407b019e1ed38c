package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a stream's publications say, one after the other, as one sequence of stamped frames. Owned
/// by the stream's loop.
final class Timeline {
  private static final int MAX_METADATA_KEYS = 64;
  private static final int MAX_METADATA_CHARS = 256;

  /// Keys that the tracks tell better, or that make no sense live.
  private static final Set<String> TOLD_BY_TRACKS =
      Set.of(
          "width",
          "height",
          "videocodecid",
          "audiocodecid",
          "audiosamplerate",
          "audiosamplesize",
          "audiochannels",
          "stereo",
          "hasVideo",
          "hasAudio",
          "hasMetadata",
          "hasKeyframes",
          "duration",
          "filesize",
          "fileSize",
          "datasize",
          "videosize",
          "audiosize",
          "lasttimestamp",
          "lastkeyframetimestamp",
          "lastkeyframelocation",
          "canSeekToEnd",
          "cuePoints",
          "keyframes",
          "videoTrackIdInfoMap",
          "audioTrackIdInfoMap");

  private final Epoch epoch;
  private final long firstSegment;
  private final ServiceConfig service;
  private final FanoutCounters counters;
  private final Consumer<Frame> output;
  private final Map<Integer, AudioTimeline> audioTimelines = new HashMap<>();
  private final Set<Integer> awaitingKeyframe = new HashSet<>();
  private List<Track> tracks = new ArrayList<>();
  private Map<String, Object> metadata = Map.of();
  private TimestampRepair repair = new TimestampRepair(0, -1);
  private @Nullable TrackDiscovery discovery;
  private @Nullable Segmenter segmenter;
  private @Nullable StreamHeader header;
  private long lastUs = -1;

  /// @param output gets each stamped frame, with its reference
  Timeline(
      Epoch epoch,
      long firstSegment,
      ServiceConfig service,
      FanoutCounters counters,
      Consumer<Frame> output) {
    this.epoch = epoch;
    this.firstSegment = firstSegment;
    this.service = service;
    this.counters = counters;
    this.output = output;
  }

  Epoch epoch() {
    return epoch;
  }

  /// What holds now, or null before the first frame.
  @Nullable StreamHeader header() {
    return header;
  }

  /// Another publication begins; it goes on where the last one stopped.
  void begin(long timeWrapUs) {
    endDiscovery();
    discovery = new TrackDiscovery();
    repair = new TimestampRepair(timeWrapUs, lastUs);
  }

  /// The next item of the publication. Takes over its reference.
  void add(Publication.Item item) {
    TrackDiscovery open = discovery;
    if (open == null) {
      process(item);
    } else if (open.add(item)) {
      endDiscovery();
    }
  }

  /// Goes on with the tracks that are known.
  void endDiscovery() {
    TrackDiscovery open = discovery;
    if (open == null) {
      return;
    }
    discovery = null;
    beginWith(open.items());
    open.items().forEach(this::process);
  }

  /// Lets go of what is held back.
  void close() {
    if (discovery != null) {
      Publication.release(discovery.items());
      discovery = null;
    }
  }

  private void beginWith(List<Publication.Item> items) {
    List<Track> known = new ArrayList<>();
    for (Publication.Item item : items) {
      if (item instanceof Publication.Item.NewTrack(Track track)) {
        put(known, track);
      }
    }
    if (known.isEmpty()) {
      return; // nothing but metadata: what held before goes on to hold
    }
    boolean decoderChanged = !sameDecoders(known, tracks);
    tracks = known;
    awaitKeyframes();
    for (Publication.Item item : items) {
      if (item instanceof Publication.Item.Metadata(Map<String, Object> values)) {
        metadata = clean(values);
      }
    }
    if (segmenter != null) {
      segmenter.discontinuity();
    }
    if (decoderChanged || header == null) {
      newHeader(decoderChanged);
    }
  }

  private void awaitKeyframes() {
    awaitingKeyframe.clear();
    for (Track track : tracks) {
      if (track instanceof Track.Video) {
        awaitingKeyframe.add(track.id());
      }
    }
  }

  private void process(Publication.Item item) {
    switch (item) {
      case Publication.Item.NewTrack(Track track) -> change(track);
      case Publication.Item.Metadata(Map<String, Object> values) -> metadata = clean(values);
      case Publication.Item.Media(RawFrame frame, long unixUs, long ns) -> stamp(frame, unixUs, ns);
    }
  }

  private void change(Track track) {
    Track before = find(track.id());
    boolean decoderChanged = before == null || !before.sameDecoder(track);
    if (!put(tracks, track)) {
      return;
    }
    if (track instanceof Track.Video && decoderChanged) {
      awaitingKeyframe.add(track.id());
    }
    newHeader(decoderChanged && track instanceof Track.Video);
  }

  private void newHeader(boolean decoderChanged) {
    StreamHeader next =
        new StreamHeader(
            epoch,
            header == null ? 0 : header.version() + 1,
            tracks,
            metadata,
            service.profile().segmentMs() * 1_000L,
            service.profile().partMs() * 1_000L,
            firstSegment);
    header = next;
    audioTimelines.clear();
    if (segmenter == null) {
      segmenter = new Segmenter(next, firstSegment);
    } else {
      segmenter.header(next, decoderChanged);
    }
  }

  private void stamp(RawFrame raw, long arrivedUnixUs, long arrivedNs) {
    Track track = find(raw.track());
    Segmenter stamps = segmenter;
    if (track == null || stamps == null || isUndecodable(track, raw.keyframe())) {
      counters.unusableFrames.increment();
      raw.payload().release();
      return;
    }
    repair.repair(
        raw.track(), raw.dtsUs(), raw.ptsOffsetUs(), track instanceof Track.Video, arrivedNs);
    if (repair.jumped()) {
      stamps.discontinuity();
    }
    long dtsUs = repair.dtsUs();
    long ptsUs = repair.ptsUs();
    if (track instanceof Track.Audio audio) {
      dtsUs = audioTimeline(audio).next(dtsUs);
      ptsUs = dtsUs;
    }
    lastUs = Math.max(repair.lastUs(), dtsUs);
    output.accept(stamp(stamps, raw, dtsUs, ptsUs, arrivedUnixUs));
  }

  private Frame stamp(Segmenter stamps, RawFrame raw, long dtsUs, long ptsUs, long unixUs) {
    Track.Audio first = header == null ? null : header.audio();
    AudioTimeline audio = first == null ? null : audioTimeline(first);
    long frames = audio == null ? 0 : audio.frames();
    long baseUs = audio == null ? -1 : audio.nextUs();
    return stamps.stamp(raw, dtsUs, ptsUs, unixUs, frames, baseUs);
  }

  private boolean isUndecodable(Track track, boolean keyframe) {
    if (track instanceof Track.Video && awaitingKeyframe.contains(track.id())) {
      if (!keyframe) {
        return true;
      }
      awaitingKeyframe.remove(track.id());
    }
    return false;
  }

  private AudioTimeline audioTimeline(Track.Audio track) {
    return audioTimelines.computeIfAbsent(
        track.id(), id -> new AudioTimeline(track.samplesPerFrame(), track.sampleRate()));
  }

  private @Nullable Track find(int id) {
    for (Track track : tracks) {
      if (track.id() == id) {
        return track;
      }
    }
    return null;
  }

  private boolean put(List<Track> into, Track track) {
    boolean replaced = into.removeIf(known -> known.id() == track.id());
    if (!replaced && into.size() >= service.maxTracks()) {
      return false;
    }
    into.add(track);
    into.sort(Comparator.comparingInt(Track::id));
    return true;
  }

  private static boolean sameDecoders(List<Track> some, List<Track> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i).id() != others.get(i).id() || !some.get(i).sameDecoder(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> clean(Map<String, Object> values) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      Object value = entry.getValue();
      boolean scalar =
          value instanceof Double
              || value instanceof Boolean
              || (value instanceof String text && text.length() <= MAX_METADATA_CHARS);
      if (scalar
          && kept.size() < MAX_METADATA_KEYS
          && entry.getKey().length() <= MAX_METADATA_CHARS
          && !TOLD_BY_TRACKS.contains(entry.getKey())) {
        kept.put(entry.getKey(), value);
      }
    }
    return kept;
  }
}
