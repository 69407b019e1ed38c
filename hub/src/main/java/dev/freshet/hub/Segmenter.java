package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;

/// Stamps each frame with its full identity, once, at the origin. Owned by the stream's loop.
///
/// The *lead* track (the first video track, or the first audio track where there is none) sets the
/// boundaries of segments and parts; frames of other tracks go where their time belongs, as long as
/// that part is open ([OpenParts]). While pictures stall, the first audio track stands in for them.
final class Segmenter {
  /// A stream of sound may be entered this often, in us.
  static final long AUDIO_ENTRY_US = 1_000_000;

  /// The wall clock that goes with the timeline follows arrivals by this much a GOP, in us.
  private static final long MAX_SLEW_US = 1_000;

  /// Further off than this it is set anew, in us.
  private static final long MAX_CLOCK_ERROR_US = 2_000_000;

  private static final long NONE = Long.MIN_VALUE;

  private final Epoch epoch;
  private final OpenParts openParts = new OpenParts();
  private final LeadPace pace = new LeadPace();
  private final CutRule rule;
  private final SegmentCounting counting;
  private StreamHeader header;
  private GopHeader gop;
  private int leadTrack = -1;
  private int standInTrack = -1;
  private boolean leadIsVideo;
  private boolean pictureAwaited;
  private long sequence;
  private boolean entered;
  private long lastEntryUs;
  private long segment;
  private int part;
  private long segmentStartUs = NONE;
  private long partStartUs;
  private long discontinuity;
  private long leadSeenUs;
  private long shownAfterUs; // by which pictures are delayed, for reordering
  private boolean headerChanged;
  private boolean restart;
  private boolean jumped;
  private boolean soundChanged;
  private boolean cutAtEntry;
  private boolean forced; // the segment began without an entry point
  private boolean clockSet;
  private boolean goesOn; // a segment is before the next one, of this epoch or another

  /// @param start where it begins to count
  Segmenter(StreamHeader header, Timeline.Start start) {
    this.epoch = header.epoch();
    this.header = header;
    this.segment = header.firstSegment();
    this.discontinuity = start.discontinuity();
    this.goesOn = start.goesOn();
    this.counting = new SegmentCounting(start.zeroUnixUs());
    this.rule = new CutRule(header, pace, start.promisedUs());
    this.gop = GopHeader.none(epoch);
    useTracks();
    pictureAwaited = leadIsVideo;
  }

  /// The newest segment.
  long segment() {
    return segment;
  }

  /// The longest segment that was promised, in us; 0 if nothing was yet.
  long promisedUs() {
    return rule.promisedUs();
  }

  /// The newest discontinuity.
  long discontinuity() {
    return discontinuity;
  }

  /// Where the stream's time begins, in us of Unix time.
  long zeroUnixUs() {
    return counting.now().zeroUnixUs();
  }

  /// From the next frame on another header holds.
  ///
  /// @param decoderChanged whether a decoder must start anew: the next entry point then begins a
  ///   segment
  void header(StreamHeader next, boolean decoderChanged) {
    boolean atOnce = decoderChanged && segmentStartUs != NONE && leadIsVideo && changesSound(next);
    soundChanged |= atOnce;
    cutAtEntry |= decoderChanged && !atOnce;
    header = next;
    headerChanged = true;
    rule.use(next);
    useTracks();
  }

  /// The next frame is another publisher's: it begins a segment, and pictures begin with a
  /// keyframe.
  void newPublication() {
    restart = segmentStartUs != NONE;
    pictureAwaited = leadIsVideo;
  }

  /// Time jumped before the next frame: it begins a segment, unless one has just begun.
  void jump() {
    jumped = true;
  }

  /// Stamps `raw`, whose times were repaired. Takes over its payload's reference.
  ///
  /// @param audioFrames see [GopHeader]
  /// @param audioBaseUs see [GopHeader]
  Frame stamp(
      RawFrame raw, long dtsUs, long ptsUs, long ingestUnixUs, long audioFrames, long audioBaseUs) {
    Track track = header.track(raw.track());
    boolean begins = begins(dtsUs);
    if (begins) {
      startAnew(dtsUs);
    }
    boolean leads = leads(raw.track(), dtsUs);
    boolean opens = begins && track instanceof Track.Audio; // sound that is ahead of its pictures
    boolean entry = (leads || opens) && isEntry(raw, dtsUs, begins);
    if (raw.track() == leadTrack && raw.keyframe()) {
      shownAfterUs = ptsUs - dtsUs;
    }
    if (begins && entry) {
      cutAtEntry = false;
      forced = false;
    }
    int flags = flags(raw, track, entry);
    if (begins) {
      flags |= Stamp.PART_START | (goesOn ? Stamp.DISCONTINUITY : 0);
      goesOn = true;
    } else if (leads) {
      flags |= cut(entry, dtsUs, dtsUs + (raw.track() == leadTrack ? shownAfterUs : 0));
    }
    noteProgress(track, leads, dtsUs, ptsUs);
    if (raw.track() == leadTrack) {
      pace.see(dtsUs, entry);
    }
    boolean anew = (flags & Stamp.DISCONTINUITY) != 0;
    long unixOffsetUs = entry ? unixOffsetUs(ingestUnixUs - dtsUs) : gop.unixOffsetUs();
    if (begins || (leads && part == 0 && (flags & Stamp.PART_START) != 0)) {
      long offsetUs = begins ? ingestUnixUs - dtsUs : unixOffsetUs;
      counting.segmentBegins(segment, dtsUs, offsetUs, anew);
    }
    if (entry) {
      enter(dtsUs, audioFrames, audioBaseUs, unixOffsetUs);
    }
    Stamp stamp = position(raw.track(), leads, flags, dtsUs, ptsUs, ingestUnixUs);
    return switch (track) {
      case Track.Video video -> new Frame.Video(stamp, header, gop, raw.payload());
      case Track.Audio audio -> new Frame.Audio(stamp, header, gop, raw.payload());
      case Track.Data data -> new Frame.Data(stamp, header, gop, raw.payload());
    };
  }

  /// Sound does not wait for a picture that can be entered: it cannot go on under another
  /// configuration than its segment's.
  private boolean changesSound(StreamHeader next) {
    boolean changed = false;
    for (Track before : header.tracks()) {
      for (Track track : next.tracks()) {
        if (track instanceof Track.Audio && track.id() == before.id()) {
          changed |= !track.sameDecoder(before);
        }
      }
    }
    return changed;
  }

  private void useTracks() {
    Track.Video video = header.video();
    Track.Audio audio = header.audio();
    boolean wasVideo = leadIsVideo;
    leadIsVideo = video != null;
    leadTrack =
        video != null ? video.id() : audio != null ? audio.id() : header.tracks().getFirst().id();
    standInTrack = leadIsVideo && audio != null ? audio.id() : leadTrack;
    pace.use(header.track(leadTrack));
    if (leadIsVideo && !wasVideo) {
      pictureAwaited = true;
      leadSeenUs = NONE / 2; // long ago: sound goes on to lead until pictures come
    }
    openParts.waitFor(header, leadTrack);
  }

  /// Whether this frame may set boundaries: it is the lead's, or sound that goes on while pictures
  /// stall.
  private boolean leads(int track, long dtsUs) {
    return track == leadTrack
        || (track == standInTrack && dtsUs > leadSeenUs + OpenParts.MAX_SKEW_US);
  }

  /// Sound that comes before the first picture may open a segment: who could not enter there would
  /// never have the whole of it.
  private boolean isEntry(RawFrame raw, long dtsUs, boolean begins) {
    if (leadIsVideo && raw.track() == leadTrack) {
      return raw.keyframe();
    }
    return (!leadIsVideo || pictureAwaited)
        && (!entered || begins || cutAtEntry || dtsUs >= lastEntryUs + AUDIO_ENTRY_US);
  }

  private int flags(RawFrame raw, Track track, boolean entry) {
    int flags = entry ? Stamp.ENTRY_POINT : 0;
    flags |= raw.keyframe() && track instanceof Track.Video ? Stamp.KEYFRAME : 0;
    flags |= raw.disposable() ? Stamp.DISPOSABLE : 0;
    flags |= headerChanged ? Stamp.HEADER_CHANGED : 0;
    headerChanged = false;
    return flags;
  }

  private boolean begins(long dtsUs) {
    boolean far = jumped && dtsUs >= segmentStartUs + CutRule.MIN_SEGMENT_US;
    if (jumped) {
      pace.interrupt();
    }
    jumped = false;
    return segmentStartUs == NONE || restart || soundChanged || far;
  }

  private void startAnew(long dtsUs) {
    if (segmentStartUs != NONE) {
      segment++;
      discontinuity++;
    }
    cutAtEntry &= !restart;
    restart = false;
    soundChanged = false;
    forced = leadIsVideo && !pictureAwaited; // in the middle of a GOP
    clockSet = false;
    part = 0;
    segmentStartUs = dtsUs;
    partStartUs = dtsUs;
    leadSeenUs = Math.max(leadSeenUs, dtsUs);
    openParts.restart(segment, part);
  }

  /// @param fromUs where frames of other tracks belong to what begins here
  private int cut(boolean entry, long dtsUs, long fromUs) {
    long elapsedUs = dtsUs - segmentStartUs;
    if (entry && (cutAtEntry || rule.endsAtEntry(elapsedUs, forced))) {
      boolean anew = cutAtEntry;
      discontinuity += anew ? 1 : 0;
      cutAtEntry = false;
      return startSegment(false, dtsUs, fromUs) | (anew ? Stamp.DISCONTINUITY : 0);
    }
    if (rule.endsAnyway(elapsedUs)) {
      return startSegment(true, dtsUs, fromUs) | (leadIsVideo ? Stamp.FORCED_CUT : 0);
    }
    return rule.endsPart(dtsUs - partStartUs) ? startPart(segment, part + 1, dtsUs, fromUs) : 0;
  }

  private int startSegment(boolean withoutEntry, long dtsUs, long fromUs) {
    rule.segmentEnded(dtsUs - segmentStartUs);
    forced = withoutEntry;
    return startPart(segment + 1, 0, dtsUs, fromUs);
  }

  private int startPart(long inSegment, int number, long dtsUs, long fromUs) {
    if (number == 0) {
      segmentStartUs = dtsUs;
    }
    segment = inSegment;
    part = number;
    partStartUs = dtsUs;
    openParts.begin(segment, part, fromUs);
    return Stamp.PART_START;
  }

  private void noteProgress(Track track, boolean leads, long dtsUs, long ptsUs) {
    if (track.id() == leadTrack) {
      leadSeenUs = dtsUs;
      pictureAwaited = false;
    } else if (track instanceof Track.Audio) {
      openParts.see(track.id(), ptsUs);
    }
    openParts.close(leads ? dtsUs : leadSeenUs);
  }

  private void enter(long dtsUs, long audioFrames, long audioBaseUs, long unixOffsetUs) {
    gop =
        new GopHeader(
            epoch,
            entered ? gop.gop() + 1 : 0,
            sequence,
            dtsUs,
            audioFrames,
            audioBaseUs,
            unixOffsetUs,
            rule.limits(),
            counting.now());
    entered = true;
    lastEntryUs = dtsUs;
  }

  /// Frames arrive early and late, and two clocks never agree: the offset follows slowly, and is
  /// set anew where the timeline begins anew.
  private long unixOffsetUs(long seenUs) {
    long errorUs = seenUs - gop.unixOffsetUs();
    if (!clockSet || Math.abs(errorUs) > MAX_CLOCK_ERROR_US) {
      clockSet = true;
      return seenUs;
    }
    return gop.unixOffsetUs() + Math.clamp(errorUs, -MAX_SLEW_US, MAX_SLEW_US);
  }

  private Stamp position(
      int track, boolean leads, int flags, long dtsUs, long ptsUs, long ingestUnixUs) {
    long inSegment = segment;
    int inPart = part;
    if (!leads) {
      openParts.locate(ptsUs);
      inSegment = openParts.inSegment();
      inPart = openParts.inPart();
    }
    return new Stamp(
        epoch,
        sequence++,
        track,
        gop.gop(),
        inSegment,
        inPart,
        openParts.openSegment(),
        openParts.openPart(),
        discontinuity,
        flags,
        dtsUs,
        ptsUs,
        ingestUnixUs);
  }
}
