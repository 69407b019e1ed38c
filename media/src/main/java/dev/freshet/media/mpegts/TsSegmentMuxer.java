package dev.freshet.media.mpegts;

import dev.freshet.media.Frame;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes one HLS segment as MPEG-TS (ISO/IEC 13818-1). Keeps nothing between segments; owned by
/// the packager that calls it.
///
/// The bytes are a function of the segment's number and its frames alone: two nodes that hold the
/// same frames write the same segment. Even so, continuity counters go on from each segment to the
/// next: those of tables are the segment's number, and a media PID's packets are a multiple of 16
/// in each segment ([PacketPlan]).
///
/// ```java
/// int leftOut = new TsSegmentMuxer().mux(frames, segment, out);
/// ```
public final class TsSegmentMuxer {
  /// Frames by time; what was ingested first stands first among equals.
  private static final Comparator<Frame> ORDER =
      Comparator.<Frame>comparingLong(frame -> frame.stamp().dtsUs())
          .thenComparingLong(frame -> frame.stamp().sequence());

  /// Whether MPEG-TS can carry `track`: H.264, H.265, AAC (as far as ADTS goes), MP3, AC-3, E-AC-3,
  /// Opus.
  public static boolean canCarry(Track track) {
    return StreamCoding.of(track) != null;
  }

  /// Writes the segment: a PAT, a PMT, then the first video and the first audio track that the
  /// frames' headers name, if MPEG-TS can carry them. Without such a track it writes nothing.
  ///
  /// @param frames all frames of the segment, in any order; their references stay with the caller
  /// @param segment the segment's number in its stream
  /// @return how many frames of these tracks were left out, as they hold nothing that can be
  ///   carried
  public int mux(List<? extends Frame> frames, long segment, ByteBuf out) {
    SegmentTracks tracks = SegmentTracks.of(frames);
    if (tracks.isEmpty()) {
      return 0;
    }
    PsiWriter.writePat(segment, out);
    PsiWriter.writePmt(segment, tracks, out);
    ByteBuf scratch = out.alloc().buffer(payloadBytes(frames));
    try {
      return mux(ordered(frames), tracks, scratch, out);
    } finally {
      scratch.release();
    }
  }

  private static int mux(List<Frame> frames, SegmentTracks tracks, ByteBuf scratch, ByteBuf out) {
    List<Pes> pictures = new ArrayList<>();
    List<Pes> sounds = new ArrayList<>();
    int leftOut = writePictures(frames, tracks, scratch, pictures);
    leftOut += writeSounds(frames, tracks, scratch, sounds);
    new SegmentLayout(tracks, scratch, out).write(pictures, sounds);
    return leftOut;
  }

  private static int writePictures(
      List<Frame> frames, SegmentTracks tracks, ByteBuf scratch, List<Pes> packets) {
    VideoPesWriter writer = new VideoPesWriter();
    int leftOut = 0;
    for (Frame frame : frames) {
      if (tracks.isVideo(frame)) {
        Pes pes = writer.write(frame, scratch);
        if (pes == null) {
          leftOut++;
        } else {
          packets.add(pes);
        }
      }
    }
    return leftOut;
  }

  private static int writeSounds(
      List<Frame> frames, SegmentTracks tracks, ByteBuf scratch, List<Pes> packets) {
    StreamCoding coding = tracks.audio() == null ? null : StreamCoding.of(tracks.audio());
    if (coding == null) {
      return 0;
    }
    AudioPesWriter writer =
        new AudioPesWriter(coding.streamId(), tracks.video() == null, scratch, packets);
    int leftOut = 0;
    for (Frame frame : frames) {
      if (tracks.isAudio(frame) && !writer.write(frame)) {
        leftOut++;
      }
    }
    writer.end();
    return leftOut;
  }

  private static List<Frame> ordered(List<? extends Frame> frames) {
    List<Frame> ordered = new ArrayList<>(frames);
    ordered.sort(ORDER);
    return ordered;
  }

  private static int payloadBytes(List<? extends Frame> frames) {
    long bytes = 1 << 10;
    for (Frame frame : frames) {
      bytes += frame.payloadBytes() + PesHeader.PTS_DTS_BYTES;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
  }
}
