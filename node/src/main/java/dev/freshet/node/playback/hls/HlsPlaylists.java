package dev.freshet.node.playback.hls;

import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.fmp4.CodecString;
import dev.freshet.media.fmp4.InitSegment;
import dev.freshet.media.mpegts.TsSegmentMuxer;
import dev.freshet.node.playback.packaging.InitFile;
import dev.freshet.node.playback.packaging.PackagedPart;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.SegmentFile;
import dev.freshet.protocol.hls.AudioRendition;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MultivariantPlaylist;
import dev.freshet.protocol.hls.OpenSegment;
import dev.freshet.protocol.hls.Part;
import dev.freshet.protocol.hls.PlaylistTerms;
import dev.freshet.protocol.hls.PreloadHint;
import dev.freshet.protocol.hls.RenditionReport;
import dev.freshet.protocol.hls.Segment;
import dev.freshet.protocol.hls.SegmentHead;
import dev.freshet.protocol.hls.StartPoint;
import dev.freshet.protocol.hls.Variant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What HLS playlists say of a window of segments. Stateless: a function of the window, so that two
/// nodes with equal segments say the same of them.
final class HlsPlaylists {
  private static final String AUDIO_GROUP = "audio";
  private static final long US = 1_000_000;

  /// What containers add to the frames, in percent, at most.
  private static final int OVERHEAD_PERCENT = 12;

  /// Of a frame of sound whose coding does not say, in us.
  private static final long USUAL_FRAME_US = 20_000;

  /// What is missing is not listed in shorter parts, in us.
  private static final long MIN_PART_US = 20_000;

  /// Discontinuities are counted modulo this.
  static final long MAX_DISCONTINUITIES = 1 << 14;

  private HlsPlaylists() {}

  /// The tracks that the style offers, pictures first.
  static List<Track> tracks(StreamHeader header, HlsStyle style) {
    List<Track> offered = new ArrayList<>();
    Track.Video video = header.video();
    if (video != null && carries(video, style)) {
      offered.add(video);
    }
    for (Track track : header.tracks()) {
      boolean wanted = style == HlsStyle.TS ? track.equals(header.audio()) : true;
      if (track instanceof Track.Audio && wanted && carries(track, style)) {
        offered.add(track);
      }
    }
    return offered;
  }

  private static boolean carries(Track track, HlsStyle style) {
    return style == HlsStyle.TS ? TsSegmentMuxer.canCarry(track) : InitSegment.carries(track);
  }

  /// The playlist that a player opens first.
  ///
  /// @param base what stands before the names of media playlists
  /// @return null if the style carries none of the stream's tracks
  static @Nullable MultivariantPlaylist multivariant(
      SegmentWindow window, HlsStyle style, String base) {
    StreamHeader header = window.newest().header();
    List<Track> tracks = tracks(header, style);
    if (tracks.isEmpty()) {
      return null;
    }
    List<AudioRendition> audio = new ArrayList<>();
    boolean apart = style != HlsStyle.TS && tracks.size() > 1;
    if (apart) {
      for (Track track : tracks) {
        if (track instanceof Track.Audio sound) {
          audio.add(audio(sound, audio.isEmpty(), base + new PlaylistFile(style, track.id())));
        }
      }
    }
    boolean muxed = style == HlsStyle.TS;
    String uri = base + new PlaylistFile(style, muxed ? -1 : tracks.getFirst().id());
    Variant variant = variant(window, tracks, uri, audio.isEmpty() ? null : AUDIO_GROUP);
    return new MultivariantPlaylist(audio, List.of(variant), false, null);
  }

  private static AudioRendition audio(Track.Audio track, boolean first, String uri) {
    String name = first ? "main" : "track " + track.id();
    return new AudioRendition(AUDIO_GROUP, name, null, first, track.channels(), uri);
  }

  private static Variant variant(
      SegmentWindow window, List<Track> tracks, String uri, @Nullable String audioGroup) {
    List<String> codecs = tracks.stream().map(CodecString::of).distinct().toList();
    Track.Video video = tracks.getFirst() instanceof Track.Video first ? first : null;
    long peak = 1;
    long bytes = 0;
    long durationUs = 0;
    for (PackagedSegment segment : window.segments()) {
      if (segment.isGap()) {
        continue;
      }
      peak = Math.max(peak, bitsPerSecond(segment.payloadBytes(), segment.durationUs()));
      bytes += segment.payloadBytes();
      durationUs += segment.durationUs();
    }
    return new Variant(
        uri,
        peak,
        bitsPerSecond(bytes, durationUs),
        String.join(",", codecs),
        video == null ? 0 : video.width(),
        video == null ? 0 : video.height(),
        video == null ? 0 : Math.round(video.fps() * 1_000),
        audioGroup);
  }

  private static long bitsPerSecond(long payloadBytes, long durationUs) {
    long bytes = payloadBytes + payloadBytes * OVERHEAD_PERCENT / 100;
    return durationUs == 0 ? 0 : bytes * 8 * US / durationUs;
  }

  /// The media playlist of a style and track, or null if the window has no such track.
  static @Nullable MediaPlaylist media(SegmentWindow window, PlaylistFile file) {
    StreamHeader header = window.newest().header();
    if (file.style() != HlsStyle.TS && !hasTrack(header, file)) {
      return null;
    }
    List<Segment> segments =
        window.segments().stream().map(segment -> segment(window, segment, file)).toList();
    long first = window.segments().getFirst().number();
    PlaylistTerms terms = terms(window, header, file);
    if (file.style() != HlsStyle.LL) {
      PlaylistTerms ordinary = terms.withStart(start(window, terms, segments));
      return MediaPlaylist.ofSegments(
          ordinary, first, discontinuitySequence(window), segments, window.ended());
    }
    return new MediaPlaylist(
        terms,
        first,
        discontinuitySequence(window),
        segments,
        window.ended() ? null : open(window, file),
        window.ended() ? List.of() : List.of(hint(window, file)),
        reports(window, header, file),
        window.ended());
  }

  /// The same on every node, but small: hls.js copies an array that is as long as this number.
  private static long discontinuitySequence(SegmentWindow window) {
    return Math.floorMod(window.discontinuitySequence(), MAX_DISCONTINUITIES);
  }

  private static boolean hasTrack(StreamHeader header, PlaylistFile file) {
    return tracks(header, file.style()).stream().anyMatch(track -> track.id() == file.track());
  }

  /// As near the end as the draft allows (4.4.2.2). Not in the first playlist, as ffmpeg would take
  /// that for one of segments then; low latency has its hold-backs instead.
  private static @Nullable StartPoint start(
      SegmentWindow window, PlaylistTerms terms, List<Segment> segments) {
    long backUs = 3 * terms.targetDurationUs();
    long listedUs = segments.stream().mapToLong(Segment::durationUs).sum();
    return window.ended() || listedUs < backUs ? null : new StartPoint(-backUs, false);
  }

  private static PlaylistTerms terms(SegmentWindow window, StreamHeader header, PlaylistFile file) {
    int targetS = Math.toIntExact(Math.max(1, window.limits().segmentUs() / US));
    PlaylistTerms terms =
        file.style() == HlsStyle.LL
            ? PlaylistTerms.lowLatency(targetS, partTargetUs(window, header.track(file.track())))
            : PlaylistTerms.ordinary(targetS);
    return terms.withIndependentSegments(true); // not said while a listed segment contradicts it
  }

  /// Parts of sound hold whole frames: as many as come closest to those of the leading track. The
  /// same also while sound leads, as pictures may come and the target must not change then.
  private static long partTargetUs(SegmentWindow window, Track track) {
    long partUs = window.limits().partUs();
    if (!(track instanceof Track.Audio audio)) {
      return partUs;
    }
    boolean known = audio.samplesPerFrame() > 0 && audio.sampleRate() > 0;
    long frameUs =
        known ? Math.ceilDiv(audio.samplesPerFrame() * US, audio.sampleRate()) : USUAL_FRAME_US;
    return Math.ceilDiv(partUs, frameUs) * frameUs;
  }

  private static Segment segment(SegmentWindow window, PackagedSegment segment, PlaylistFile file) {
    boolean muxed = file.style() == HlsStyle.TS;
    boolean silent =
        !muxed && segment.parts().stream().allMatch(p -> p.track(file.track()) == null);
    List<Part> parts = parts(window, segment, segment.parts(), file);
    String uri =
        muxed
            ? new SegmentFile.TransportStream(segment.number()).toString()
            : new SegmentFile.Segment(file.track(), segment.number()).toString();
    return new Segment(
        segment.number(),
        head(window, segment, file),
        uri,
        parts.stream().mapToLong(Part::durationUs).sum(),
        silent || segment.isGap(),
        isIndependent(segment, file),
        file.style() == HlsStyle.LL ? parts : List.of());
  }

  private static SegmentHead head(
      SegmentWindow window, PackagedSegment segment, PlaylistFile file) {
    InitFile init = file.style() == HlsStyle.TS ? null : init(window, segment, file.track());
    String map = init == null ? null : new SegmentFile.Init(file.track(), init.hash()).toString();
    SegmentHead head = SegmentHead.of(segment.unixUs(), map);
    return segment.beginsAnew() ? head.afterDiscontinuity() : head;
  }

  /// Before a track appears its segments are gaps; they have the map that comes with it.
  private static @Nullable InitFile init(SegmentWindow window, PackagedSegment segment, int track) {
    InitFile init = segment.init(track);
    if (init != null) {
      return init;
    }
    for (PackagedSegment later : window.segments()) {
      init = later.number() > segment.number() ? later.init(track) : null;
      if (init != null) {
        return init;
      }
    }
    return window.newest().init(track);
  }

  /// Sound can be decoded from anywhere.
  private static boolean isIndependent(PackagedSegment segment, PlaylistFile file) {
    Track.Video pictures = segment.header().video();
    boolean sound =
        file.style() != HlsStyle.TS && (pictures == null || pictures.id() != file.track());
    return sound || segment.isIndependent();
  }

  /// Sound lasts as long as its samples; pictures that stall last until they go on.
  private static long durationUs(PackagedSegment segment, PackagedPart part, PlaylistFile file) {
    PackagedPart.TrackFacts facts = part.track(file.track());
    return facts == null || isPictures(segment, file) ? part.durationUs() : facts.durationUs();
  }

  private static boolean isPictures(PackagedSegment segment, PlaylistFile file) {
    return segment.header().tracks().stream()
        .anyMatch(track -> track.id() == file.track() && track instanceof Track.Video);
  }

  private static List<Part> parts(
      SegmentWindow window, PackagedSegment segment, List<PackagedPart> parts, PlaylistFile file) {
    List<Part> listed = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      PackagedPart.TrackFacts facts = parts.get(i).track(file.track());
      String uri = new SegmentFile.Part(file.track(), segment.number(), i).toString();
      boolean independent = facts != null && facts.independent();
      boolean gap = facts == null || segment.isGap();
      listed.add(new Part(uri, durationUs(segment, parts.get(i), file), independent, gap));
    }
    if (segment.isGap()) {
      long lostUs = segment.durationUs() - segment.partsUs();
      addLost(segment, file, longestUs(window, segment), lostUs, listed);
    } else if (!parts.isEmpty()) {
      long silentUs = silenceUs(segment, parts.getLast(), file);
      addLost(segment, file, longestUs(window, segment), silentUs, listed);
    }
    return listed;
  }

  /// How long the track has nothing behind the segment's last part: sound may go on while pictures
  /// stall.
  private static long silenceUs(PackagedSegment segment, PackagedPart last, PlaylistFile file) {
    PackagedPart.TrackFacts facts = last.track(file.track());
    if (last.holeUs() == 0 || facts == null || isPictures(segment, file)) {
      return last.holeUs();
    }
    long endUs = segment.start().dtsUs() + segment.durationUs();
    long silenceUs = endUs - facts.startUs() - facts.durationUs();
    return silenceUs > segment.limits().partUs() / 2 ? silenceUs : 0;
  }

  /// Of a part. A segment that began before the stream's first picture was promised nothing.
  private static long longestUs(SegmentWindow window, PackagedSegment segment) {
    long promisedUs = segment.limits().partUs();
    return Math.max(MIN_PART_US, promisedUs > 0 ? promisedUs : window.limits().partUs());
  }

  /// What is missing, in parts that are no longer than others.
  private static void addLost(
      PackagedSegment segment, PlaylistFile file, long partUs, long lostUs, List<Part> listed) {
    for (long leftUs = lostUs; leftUs > 0; leftUs -= partUs) {
      String uri = new SegmentFile.Part(file.track(), segment.number(), listed.size()).toString();
      listed.add(new Part(uri, Math.min(leftUs, partUs), false, true));
    }
  }

  private static @Nullable OpenSegment open(SegmentWindow window, PlaylistFile file) {
    PackagedSegment open = window.open();
    return open == null
        ? null
        : new OpenSegment(
            head(window, open, file),
            parts(window, open, window.partsOfOpen(), file),
            isIndependent(open, file));
  }

  /// A part is complete when the next one has begun, so the next one is known to come.
  private static PreloadHint hint(SegmentWindow window, PlaylistFile file) {
    PackagedSegment open = window.open();
    long number = open == null ? window.segments().getLast().number() + 1 : open.number();
    int part = open == null ? 0 : window.openParts();
    return PreloadHint.part(new SegmentFile.Part(file.track(), number, part).toString());
  }

  private static List<RenditionReport> reports(
      SegmentWindow window, StreamHeader header, PlaylistFile file) {
    List<RenditionReport> reports = new ArrayList<>();
    for (Track track : tracks(header, file.style())) {
      if (track.id() != file.track()) {
        String uri = new PlaylistFile(file.style(), track.id()).toString();
        PackagedSegment newest = window.newest();
        int parts = newest.equals(window.open()) ? window.openParts() : newest.parts().size();
        reports.add(new RenditionReport(uri, newest.number(), parts - 1));
      }
    }
    return reports;
  }
}
