package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.RawFrame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import java.util.BitSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a stream's publications say, one after the other, as one sequence of stamped frames. Owned
/// by the stream's loop.
final class Timeline {
  private final Epoch epoch;
  private final Start start;
  private final ServiceConfig service;
  private final FanoutCounters counters;
  private final Consumer<Frame> output;
  private final TrackSet tracks;
  private final AudioTimeline[] audioTimelines = new AudioTimeline[TrackSet.MAX_ID + 1];
  private final BitSet awaitingKeyframe = new BitSet();
  private Map<String, Object> metadata = Map.of();
  private TimestampRepair repair = new TimestampRepair(0, -1);
  private @Nullable TrackDiscovery discovery;
  private @Nullable Segmenter segmenter;
  private @Nullable StreamHeader header;
  private @Nullable AudioTimeline firstAudio;
  private long lastUs = -1;

  /// What a timeline has come to.
  ///
  /// @param promised what playlists were promised for good
  /// @param zeroUnixUs where its time began, in us of Unix time; 0 before the first frame
  record Numbers(long segment, long discontinuity, GopHeader.Limits promised, long zeroUnixUs) {}

  /// Where a timeline begins to count.
  ///
  /// @param goesOn whether these numbers follow another epoch's
  /// @param promised what playlists were promised for good
  /// @param zeroUnixUs where that epoch's time began, in us of Unix time, or 0
  record Start(
      long segment,
      long discontinuity,
      boolean goesOn,
      GopHeader.Limits promised,
      long zeroUnixUs) {
    Start(long segment, long discontinuity, boolean goesOn) {
      this(segment, discontinuity, goesOn, GopHeader.Limits.NONE, 0);
    }
  }

  /// @param output gets each stamped frame, with its reference
  Timeline(
      Epoch epoch,
      Start start,
      ServiceConfig service,
      FanoutCounters counters,
      Consumer<Frame> output) {
    this.epoch = epoch;
    this.start = start;
    this.service = service;
    this.counters = counters;
    this.output = output;
    this.tracks = new TrackSet(service.maxTracks(), counters);
  }

  Epoch epoch() {
    return epoch;
  }

  /// What holds now, or null before the first frame.
  @Nullable StreamHeader header() {
    return header;
  }

  /// The newest segment and discontinuity, or those before the first.
  Numbers last() {
    return segmenter == null
        ? new Numbers(
            start.segment() - 1, start.discontinuity() - 1, start.promised(), start.zeroUnixUs())
        : new Numbers(
            segmenter.segment(),
            segmenter.discontinuity(),
            segmenter.promised(),
            segmenter.zeroUnixUs());
  }

  /// Another publication begins; it goes on where the last one stopped.
  void begin(long timeWrapUs) {
    endDiscovery();
    close(); // frames without a track to see or to hear
    discovery = new TrackDiscovery(service.maxTracks(), counters);
    repair = new TimestampRepair(timeWrapUs, lastUs);
  }

  /// Whether frames are held back until more tracks are known; not for long, the caller sees to it.
  boolean isHolding() {
    return discovery != null && discovery.isHolding();
  }

  /// The next item of the publication. Takes over its reference.
  void add(Publication.Item.Raw item) {
    TrackDiscovery open = discovery;
    if (open == null) {
      process(item);
      return;
    }
    switch (item) {
      case Publication.Item.NewTrack(Track track) -> {
        if (!open.add(track)) {
          endDiscovery();
          process(item);
        }
      }
      case Publication.Item.Metadata(Map<String, Object> values) -> open.add(values);
      case Publication.Item.Media media -> {
        if (!open.add(media)) {
          drop(media.frame());
        }
      }
      case Publication.Item.Gap gap -> {} // nothing came out yet that could be broken
    }
    if (open.isComplete()) {
      endDiscovery();
    }
  }

  /// Goes on with the tracks that are known, if there are any.
  void endDiscovery() {
    TrackDiscovery open = discovery;
    if (open == null || !open.hasMedia()) {
      return;
    }
    beginWith(open);
    while (!open.frames().isEmpty()) {
      Publication.Item.Media media = open.frames().removeFirst();
      stamp(media.frame(), media.arrivedUnixUs(), media.arrivedNs());
    }
    discovery = null; // last: should this fail, close() lets go of the rest
  }

  /// Lets go of what is held back.
  void close() {
    if (discovery != null) {
      discovery.frames().forEach(media -> media.frame().payload().release());
      discovery = null;
    }
  }

  private void beginWith(TrackDiscovery found) {
    TrackSet.Change change = tracks.replaceBy(found.tracks());
    if (!found.metadata().isEmpty()) {
      metadata = MetadataFilter.clean(found.metadata());
    }
    awaitKeyframes();
    if (segmenter != null) {
      segmenter.newPublication();
    }
    if (change != TrackSet.Change.NONE || header == null) {
      newHeader(change == TrackSet.Change.DECODER);
    }
  }

  private void awaitKeyframes() {
    awaitingKeyframe.clear();
    for (Track track : tracks.list()) {
      if (track instanceof Track.Video) {
        awaitingKeyframe.set(track.id());
      }
    }
  }

  private void process(Publication.Item.Raw item) {
    switch (item) {
      case Publication.Item.NewTrack(Track track) -> change(track);
      case Publication.Item.Metadata(Map<String, Object> values) ->
          metadata = MetadataFilter.clean(values); // the next header tells
      case Publication.Item.Media(RawFrame frame, long unixUs, long ns) -> stamp(frame, unixUs, ns);
      case Publication.Item.Gap gap -> awaitKeyframes();
    }
  }

  private void change(Track track) {
    switch (tracks.put(track)) {
      case NONE, REFUSED -> {}
      case DESCRIPTION -> newHeader(false);
      case DECODER -> {
        if (track instanceof Track.Video) {
          awaitingKeyframe.set(track.id());
        }
        newHeader(true);
      }
    }
  }

  private void newHeader(boolean decoderChanged) {
    StreamHeader next =
        new StreamHeader(
            epoch,
            header == null ? 0 : header.version() + 1,
            tracks.list(),
            metadata,
            service.profile().segmentMs() * 1_000L,
            service.profile().partMs() * 1_000L,
            start.segment());
    header = next;
    useAudioTracks(next);
    if (segmenter == null) {
      segmenter = new Segmenter(next, start);
    } else {
      segmenter.header(next, decoderChanged);
    }
  }

  private void useAudioTracks(StreamHeader next) {
    for (Track track : next.tracks()) {
      if (track instanceof Track.Audio audio) {
        if (audioTimelines[audio.id()] == null) {
          audioTimelines[audio.id()] = new AudioTimeline();
        }
        audioTimelines[audio.id()].use(audio);
      }
    }
    Track.Audio first = next.audio();
    firstAudio = first == null ? null : audioTimelines[first.id()];
  }

  private void stamp(RawFrame raw, long arrivedUnixUs, long arrivedNs) {
    Track track = tracks.find(raw.track());
    Segmenter stamps = segmenter;
    if (track == null || stamps == null || isUndecodable(track, raw.keyframe())) {
      drop(raw);
      return;
    }
    boolean video = track instanceof Track.Video;
    repair.repair(raw.track(), raw.dtsUs(), raw.ptsOffsetUs(), video, arrivedNs);
    if (repair.jumped()) {
      stamps.jump();
    }
    long dtsUs = repair.dtsUs();
    long ptsUs = repair.ptsUs();
    if (track instanceof Track.Audio) {
      dtsUs = audioTimelines[raw.track()].next(dtsUs);
      ptsUs = dtsUs;
    }
    lastUs = Math.max(repair.lastUs(), ptsUs);
    long frames = firstAudio == null ? 0 : firstAudio.frames();
    long baseUs = firstAudio == null ? -1 : firstAudio.nextUs();
    output.accept(stamps.stamp(raw, dtsUs, ptsUs, arrivedUnixUs, frames, baseUs));
  }

  private boolean isUndecodable(Track track, boolean keyframe) {
    if (keyframe) {
      awaitingKeyframe.clear(track.id());
    }
    return awaitingKeyframe.get(track.id());
  }

  private void drop(RawFrame raw) {
    counters.unusableFrames.increment();
    raw.payload().release();
  }
}
