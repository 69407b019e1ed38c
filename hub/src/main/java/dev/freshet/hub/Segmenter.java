package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Stamps each frame with its full identity, once, at the origin. Owned by the stream's loop.
///
/// The *lead* track (video, or the first audio track where there is none) sets the boundaries of
/// segments and parts; frames of other tracks go where their time belongs, as long as that part is
/// still open. A part is closed when every audio track has passed its end, or the lead is
/// [#MAX_SKEW_US] beyond it; [Stamp#openSegment] tells.
final class Segmenter {
  /// How long a part stays open for other tracks, and how long a lead may be silent, in us of
  /// media.
  static final long MAX_SKEW_US = 1_200_000;

  /// A keyframe this much before the target still ends the segment: times are rounded, in us.
  static final long SLACK_US = 20_000;

  /// Keyframes that stay away for this many targets make a forced cut.
  static final int MAX_TARGETS = 3;

  /// An audio-only stream may be entered this often, in us.
  static final long AUDIO_ENTRY_US = 1_000_000;

  private static final long NONE = Long.MIN_VALUE;

  /// A place where a part begins: frames of `fromUs` and later belong to it or to a later one.
  private record Boundary(long segment, int part, long fromUs) {}

  private final Epoch epoch;
  private final Deque<Boundary> boundaries = new ArrayDeque<>();
  private StreamHeader header;
  private GopHeader gop;
  private int leadTrack;
  private boolean leadIsVideo;
  private long[] audioSeenUs = new long[0];
  private long sequence;
  private boolean entered;
  private long lastEntryUs;
  private long segment;
  private int part;
  private long segmentStartUs = NONE;
  private long partStartUs;
  private long openSegment;
  private int openPart;
  private long discontinuity;
  private long leadSeenUs = NONE;
  private boolean headerChanged;
  private boolean restart;
  private boolean cutAtEntry;

  Segmenter(StreamHeader header, long firstDiscontinuity) {
    this.epoch = header.epoch();
    this.header = header;
    this.segment = header.firstSegment();
    this.openSegment = segment;
    this.discontinuity = firstDiscontinuity;
    this.gop = new GopHeader(epoch, 0, 0, 0, 0, -1);
    useTracks();
  }

  /// From the next frame on another header holds.
  ///
  /// @param decoderChanged whether the lead's decoder must start anew, which ends the segment
  void header(StreamHeader next, boolean decoderChanged) {
    header = next;
    headerChanged = true;
    cutAtEntry |= decoderChanged;
    useTracks();
  }

  /// The next frame continues another timeline or another publisher's work: it starts a segment.
  void discontinuity() {
    restart = segmentStartUs != NONE;
  }

  /// The next sequence number.
  long nextSequence() {
    return sequence;
  }

  /// The length of the newest GOP's predecessor's end: time of the newest entry point, in us.
  long lastEntryUs() {
    return lastEntryUs;
  }

  /// Stamps `raw`, whose times were repaired. Takes over its payload's reference.
  ///
  /// @param audioFrames see [GopHeader]
  /// @param audioBaseUs see [GopHeader]
  Frame stamp(
      RawFrame raw, long dtsUs, long ptsUs, long ingestUnixUs, long audioFrames, long audioBaseUs) {
    Track track = header.track(raw.track());
    boolean leads = leads(track, dtsUs);
    boolean entry = raw.track() == leadTrack && isEntry(raw.keyframe(), dtsUs);
    int flags = entry ? Stamp.ENTRY_POINT : 0;
    flags |= raw.keyframe() && track instanceof Track.Video ? Stamp.KEYFRAME : 0;
    flags |= raw.disposable() ? Stamp.DISPOSABLE : 0;
    flags |= headerChanged ? Stamp.HEADER_CHANGED : 0;
    headerChanged = false;
    if (restart || segmentStartUs == NONE) {
      startAnew(dtsUs);
    } else if (leads) {
      flags |= cut(entry, dtsUs, ptsUs);
    }
    noteProgress(track, dtsUs, ptsUs, leads);
    if (entry) {
      enter(dtsUs, audioFrames, audioBaseUs);
    }
    Stamp stamp = position(raw.track(), leads, flags, dtsUs, ptsUs, ingestUnixUs);
    return switch (track) {
      case Track.Video video -> new Frame.Video(stamp, header, gop, raw.payload());
      case Track.Audio audio -> new Frame.Audio(stamp, header, gop, raw.payload());
      case Track.Data data -> new Frame.Data(stamp, header, gop, raw.payload());
    };
  }

  private void useTracks() {
    Track.Video video = header.video();
    Track.Audio audio = header.audio();
    leadIsVideo = video != null;
    leadTrack =
        video != null ? video.id() : audio != null ? audio.id() : header.tracks().getFirst().id();
    int tracks = header.tracks().stream().mapToInt(Track::id).max().orElse(0) + 1;
    int known = audioSeenUs.length;
    if (tracks > known) {
      audioSeenUs = Arrays.copyOf(audioSeenUs, tracks);
      Arrays.fill(audioSeenUs, known, tracks, NONE);
    }
  }

  /// Whether this frame may set boundaries: it is the lead's, or sound that goes on while pictures
  /// stall.
  private boolean leads(Track track, long dtsUs) {
    if (track.id() == leadTrack) {
      return true;
    }
    return track instanceof Track.Audio
        && leadIsVideo
        && leadSeenUs != NONE
        && dtsUs > leadSeenUs + MAX_SKEW_US;
  }

  private boolean isEntry(boolean keyframe, long dtsUs) {
    return leadIsVideo ? keyframe : !entered || dtsUs >= lastEntryUs + AUDIO_ENTRY_US;
  }

  private void startAnew(long dtsUs) {
    if (restart) {
      segment++;
      discontinuity++;
      part = 0;
      restart = false;
    }
    boundaries.clear();
    openSegment = segment;
    openPart = part;
    segmentStartUs = dtsUs;
    partStartUs = dtsUs;
    leadSeenUs = NONE;
    Arrays.fill(audioSeenUs, NONE);
  }

  private int cut(boolean entry, long dtsUs, long ptsUs) {
    long elapsedUs = dtsUs - segmentStartUs;
    boolean decoderStartsAnew = cutAtEntry && entry;
    if (decoderStartsAnew || (entry && elapsedUs >= header.segmentTargetUs() - SLACK_US)) {
      discontinuity += decoderStartsAnew ? 1 : 0;
      cutAtEntry = !entry && cutAtEntry;
      startSegment(dtsUs, ptsUs);
      return 0;
    }
    if (elapsedUs >= MAX_TARGETS * header.segmentTargetUs()) {
      startSegment(dtsUs, ptsUs);
      return leadIsVideo ? Stamp.FORCED_CUT : 0;
    }
    if (dtsUs - partStartUs >= header.partTargetUs() - SLACK_US) {
      part++;
      partStartUs = dtsUs;
      boundaries.addLast(new Boundary(segment, part, ptsUs));
    }
    return 0;
  }

  private void startSegment(long dtsUs, long ptsUs) {
    segment++;
    part = 0;
    segmentStartUs = dtsUs;
    partStartUs = dtsUs;
    boundaries.addLast(new Boundary(segment, 0, ptsUs));
  }

  private void noteProgress(Track track, long dtsUs, long ptsUs, boolean leads) {
    if (track.id() == leadTrack) {
      leadSeenUs = dtsUs;
    } else if (track instanceof Track.Audio) {
      audioSeenUs[track.id()] = Math.max(audioSeenUs[track.id()], ptsUs);
    }
    long clockUs = leads ? dtsUs : leadSeenUs;
    while (!boundaries.isEmpty() && isClosed(boundaries.getFirst(), clockUs)) {
      Boundary closed = boundaries.removeFirst();
      openSegment = closed.segment;
      openPart = closed.part;
    }
  }

  private boolean isClosed(Boundary boundary, long clockUs) {
    if (clockUs >= boundary.fromUs + MAX_SKEW_US) {
      return true;
    }
    for (Track track : header.tracks()) {
      if (track instanceof Track.Audio
          && track.id() != leadTrack
          && audioSeenUs[track.id()] < boundary.fromUs) {
        return false;
      }
    }
    return true;
  }

  private void enter(long dtsUs, long audioFrames, long audioBaseUs) {
    gop =
        new GopHeader(
            epoch, entered ? gop.gop() + 1 : 0, sequence, dtsUs, audioFrames, audioBaseUs);
    entered = true;
    lastEntryUs = dtsUs;
  }

  private Stamp position(
      int track, boolean leads, int flags, long dtsUs, long ptsUs, long ingestUnixUs) {
    long inSegment = leads ? segment : openSegment;
    int inPart = leads ? part : openPart;
    if (!leads) {
      for (Boundary boundary : boundaries) {
        if (ptsUs < boundary.fromUs) {
          break;
        }
        inSegment = boundary.segment;
        inPart = boundary.part;
      }
    }
    return new Stamp(
        epoch,
        sequence++,
        track,
        gop.gop(),
        inSegment,
        inPart,
        openSegment,
        openPart,
        discontinuity,
        flags,
        dtsUs,
        ptsUs,
        ingestUnixUs);
  }
}
