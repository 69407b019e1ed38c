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
/// Where nothing led for long a segment ends, so that what playlists say of it adds up; one that
/// would become longer than was promised ends with what it has, and time begins anew.
final class Segmenter {
  /// A stream of sound may be entered this often, in us.
  static final long AUDIO_ENTRY_US = 1_000_000;

  private static final long NONE = Long.MIN_VALUE;

  private final Epoch epoch;
  private final OpenParts openParts = new OpenParts();
  private final LeadPace pace = new LeadPace();
  private final LeadLag lag = new LeadLag();
  private final ArrivalClock clock = new ArrivalClock();
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
  private boolean soundLeads;
  private long earlyUs; // how far before pictures the segment began, with sound
  private long ledUs; // by which segments and parts were measured last
  private long shownAfterUs; // by which pictures are delayed, for reordering
  private boolean headerChanged;
  private boolean restart;
  private boolean jumped;
  private boolean soundChanged;
  private boolean cutAtEntry;
  private boolean forced; // the segment began without an entry point
  private boolean goesOn; // a segment is before the next one, of this epoch or another

  /// @param start where it begins to count
  Segmenter(StreamHeader header, Timeline.Start start) {
    this.epoch = header.epoch();
    this.header = header;
    this.segment = header.firstSegment();
    this.discontinuity = start.discontinuity();
    this.goesOn = start.goesOn();
    this.counting = new SegmentCounting(start.zeroUnixUs());
    this.rule = new CutRule(header, pace, start.promised());
    this.gop = GopHeader.none(epoch);
    useTracks();
    pictureAwaited = leadIsVideo;
  }

  /// The newest segment.
  long segment() {
    return segment;
  }

  /// What was promised for good.
  GopHeader.Limits promised() {
    return rule.promised();
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
    lag.forget();
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
    if (raw.track() == leadTrack && dtsUs - leadSeenUs > OpenParts.MAX_SKEW_US) {
      pace.interrupt(); // sound may have led in between
    }
    boolean begins = begins(dtsUs);
    if (begins && !soundChanged) {
      leadSeenUs = Math.max(leadSeenUs, dtsUs);
      clock.begin(dtsUs, ingestUnixUs, raw.track() == leadTrack);
    }
    begins |=
        segmentStartUs != NONE
            && leads(raw.track(), dtsUs)
            && rule.isTooLong(dtsUs - segmentStartUs);
    if (begins) {
      startAnew(dtsUs);
      pace.interrupt();
      earlyUs = raw.track() == leadTrack ? 0 : early(dtsUs - leadSeenUs);
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
      soundLeads = raw.track() != leadTrack;
      flags |= cut(entry, dtsUs, dtsUs + (raw.track() == leadTrack ? shownAfterUs : 0));
    }
    noteProgress(track, leads, dtsUs, ptsUs);
    if (raw.track() == leadTrack) {
      pace.see(dtsUs, entry);
      clock.see(dtsUs, ingestUnixUs);
      lag.pictureCame(entry);
    }
    if (begins || (leads && part == 0 && (flags & Stamp.PART_START) != 0)) {
      segmentBegins(dtsUs, ingestUnixUs, entry, begins, (flags & Stamp.DISCONTINUITY) != 0);
    }
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
    return track == leadTrack || (track == standInTrack && isStall(dtsUs));
  }

  /// Pictures are waited for as long as skew may be, but not longer than is usual once the segment
  /// has to end.
  private boolean isStall(long dtsUs) {
    long aheadUs = dtsUs - leadSeenUs;
    return aheadUs > OpenParts.MAX_SKEW_US
        || (rule.endsAnyway(dtsUs - segmentStartUs + earlyUs)
            && aheadUs > lag.usualUs() + 2 * pace.intervalUs());
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
    if (jumped || dtsUs - ledUs > OpenParts.MAX_SKEW_US) {
      pace.interrupt();
    }
    jumped = false;
    return segmentStartUs == NONE || restart || soundChanged || far;
  }

  private void startAnew(long dtsUs) {
    if (segmentStartUs != NONE) {
      rule.segmentEnded(0, true);
      segment++;
      discontinuity++;
    }
    cutAtEntry &= !restart;
    restart = false;
    soundChanged = false;
    forced = leadIsVideo && !pictureAwaited; // in the middle of a GOP
    part = 0;
    segmentStartUs = dtsUs;
    partStartUs = dtsUs;
    ledUs = dtsUs;
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
    if (rule.endsAnyway(elapsedUs + earlyUs) || endsInHole(elapsedUs, dtsUs)) {
      return startSegment(!entry, dtsUs, fromUs) | (leadIsVideo ? Stamp.FORCED_CUT : 0);
    }
    return rule.endsPart(dtsUs - partStartUs) ? startPart(segment, part + 1, dtsUs, fromUs) : 0;
  }

  /// A segment that begins with sound has to end earlier by as much as pictures are behind: its
  /// sound must not become too long either. Not by more than playlists round anyway.
  private static long early(long byUs) {
    return Math.clamp(byUs, 0, CutRule.ROUNDING_US);
  }

  /// Nothing led for a while: a part that lasted until now would be too long, and what follows it
  /// in its segment would come too early.
  private boolean endsInHole(long elapsedUs, long dtsUs) {
    return !pictureAwaited
        && dtsUs - ledUs > OpenParts.MAX_SKEW_US
        && elapsedUs >= CutRule.MIN_SEGMENT_US;
  }

  private int startSegment(boolean withoutEntry, long dtsUs, long fromUs) {
    rule.segmentEnded(dtsUs - segmentStartUs, withoutEntry);
    earlyUs = soundLeads ? early(lag.usualUs()) : 0;
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
    if (leads) {
      ledUs = Math.max(ledUs, dtsUs);
    }
    if (track.id() == leadTrack) {
      leadSeenUs = dtsUs;
      pictureAwaited = false;
    } else if (track instanceof Track.Audio) {
      lag.soundCame(track.id() == standInTrack ? dtsUs - leadSeenUs : 0);
      openParts.see(track.id(), ptsUs);
    }
    openParts.close(leads ? dtsUs : leadSeenUs);
  }

  /// Playlists name the wall-clock time of a segment's beginning: it is corrected there, and
  /// nowhere else.
  private void segmentBegins(
      long dtsUs, long ingestUnixUs, boolean entry, boolean begins, boolean anew) {
    if (entry && !begins) {
      clock.follow(dtsUs);
    }
    long unixUs = entry ? dtsUs + clock.offsetUs() : gop.unixUs(dtsUs, ingestUnixUs, anew);
    counting.segmentBegins(segment, dtsUs, unixUs - dtsUs, anew);
  }

  private void enter(long dtsUs, long audioFrames, long audioBaseUs) {
    gop =
        new GopHeader(
            epoch,
            entered ? gop.gop() + 1 : 0,
            sequence,
            dtsUs,
            audioFrames,
            audioBaseUs,
            clock.offsetUs(),
            rule.limits(),
            counting.now());
    entered = true;
    lastEntryUs = dtsUs;
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
