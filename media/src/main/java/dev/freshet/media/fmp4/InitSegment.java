package dev.freshet.media.fmp4;

import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import io.netty.buffer.ByteBuf;

/// The initialization segment of one track: `ftyp` and `moov` (ISO/IEC 14496-12 8, 23000-19 7.3.1).
/// A function of the track: no owner.
public final class InitSegment {
  /// The only track of each file.
  static final int TRACK_ID = 1;

  private static final int FIXED_POINT_ONE = 0x10000;
  private static final int ENABLED_IN_MOVIE = 3;
  private static final int SELF_CONTAINED = 1;
  private static final int UNDETERMINED = 0x55C4; // "und" in five-bit letters (8.4.2.3)

  private final BoxWriter box;
  private final Track track;
  private final TrackClock clock;

  private InitSegment(Track track, ByteBuf out) {
    this.box = new BoxWriter(out);
    this.track = track;
    this.clock = TrackClock.of(track);
  }

  /// Whether MP4 carries this track, as far as players know it.
  public static boolean carries(Track track) {
    return SampleEntry.exists(track);
  }

  /// Writes it; only for tracks that it [#carries].
  public static void write(Track track, ByteBuf out) {
    new InitSegment(track, out).write();
  }

  private void write() {
    box.begin("ftyp").fourCc("iso6").int32(0);
    box.fourCc("iso6").fourCc("cmfc").fourCc("mp41").end();
    box.begin("moov");
    movieHeader();
    box.begin("trak");
    trackHeader();
    media();
    box.end();
    box.begin("mvex").begin("trex", 0, 0);
    box.int32(TRACK_ID).int32(1).int32(0).int32(0).int32(0).end().end();
    box.end();
  }

  private void movieHeader() {
    box.begin("mvhd", 0, 0).zeros(8); // created, modified: never told, the bytes must not differ
    box.int32(clock.timescale()).int32(0); // duration: fragments tell
    box.int32(FIXED_POINT_ONE).int16(0x100).zeros(10); // rate, volume
    matrix();
    box.zeros(24).int32(TRACK_ID + 1).end();
  }

  private void trackHeader() {
    boolean audible = track instanceof Track.Audio;
    box.begin("tkhd", 0, ENABLED_IN_MOVIE).zeros(8).int32(TRACK_ID).zeros(4).int32(0).zeros(8);
    box.int16(0).int16(audible ? 1 : 0).int16(audible ? 0x100 : 0).int16(0); // group 1: sound
    matrix();
    Track.Video video = track instanceof Track.Video pictures ? pictures : null;
    box.int32(video == null ? 0 : video.width() << 16);
    box.int32(video == null ? 0 : video.height() << 16).end();
  }

  private void matrix() {
    box.int32(FIXED_POINT_ONE).zeros(12).int32(FIXED_POINT_ONE).zeros(12).int32(0x40000000);
  }

  private void media() {
    boolean audible = track instanceof Track.Audio;
    box.begin("mdia");
    box.begin("mdhd", 0, 0).zeros(8).int32(clock.timescale()).int32(0);
    box.int16(UNDETERMINED).int16(0).end();
    box.begin("hdlr", 0, 0).int32(0).fourCc(audible ? "soun" : "vide").zeros(12).int8(0).end();
    box.begin("minf");
    if (audible) {
      box.begin("smhd", 0, 0).zeros(4).end();
    } else {
      box.begin("vmhd", 0, 1).zeros(8).end();
    }
    box.begin("dinf").begin("dref", 0, 0).int32(1).begin("url ", 0, SELF_CONTAINED);
    box.end().end().end();
    sampleTable();
    box.end().end();
  }

  /// All samples are in fragments: the table has none.
  private void sampleTable() {
    box.begin("stbl").begin("stsd", 0, 0).int32(1);
    SampleEntry.write(track, box);
    box.end();
    box.begin("stts", 0, 0).int32(0).end();
    box.begin("stsc", 0, 0).int32(0).end();
    box.begin("stsz", 0, 0).int32(0).int32(0).end();
    box.begin("stco", 0, 0).int32(0).end();
    box.end();
  }
}
