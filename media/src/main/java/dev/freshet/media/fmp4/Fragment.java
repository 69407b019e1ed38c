package dev.freshet.media.fmp4;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/// A movie fragment of one track: `moof` and `mdat` (ISO/IEC 14496-12 8.8, 23000-19 7.3.2.3), a
/// CMAF chunk. A function of the frames: no owner.
public final class Fragment {
  private static final int DEFAULT_BASE_IS_MOOF = 0x020000;
  private static final int DEFAULT_SAMPLE_FLAGS = 0x20;
  private static final int DATA_OFFSET = 0x1;
  private static final int SAMPLE_DURATION = 0x100;
  private static final int SAMPLE_SIZE = 0x200;
  private static final int SAMPLE_FLAGS = 0x400;
  private static final int SAMPLE_CTS = 0x800;
  private static final int INDEPENDENT = 0x02000000; // sample_depends_on 2 (8.8.3.1)
  private static final int DEPENDENT = 0x01010000; // 1, and sample_is_non_sync_sample
  private static final int UNREFERENCED = 0x00800000; // sample_is_depended_on 2
  private static final int BOX_HEADER_BYTES = 8;
  private static final int FIXED_BYTES = 108; // everything but samples and their table
  private static final int TABLE_BYTES = 16; // of a sample, at most

  private static final int TEMPORAL_DELIMITER = 0x1200; // OBU type 2 with a size, which is 0

  private Fragment() {}

  /// At least as many bytes as [#write] writes.
  public static int maxBytes(List<Frame> frames) {
    long bytes = FIXED_BYTES;
    for (Frame frame : frames) {
      bytes += TABLE_BYTES + frame.payloadBytes();
    }
    return Math.toIntExact(bytes);
  }

  /// Writes it.
  ///
  /// @param track the one that all frames belong to; an initialization segment exists for it
  /// @param number never falls in a file; players need no more of it
  /// @param frames at least one, in decoding order
  /// @param endUs decoding time of the frame that follows them, in us
  public static void write(Track track, int number, List<Frame> frames, long endUs, ByteBuf out) {
    writeHead(track, number, frames, endUs, out);
    for (Frame frame : frames) {
      ByteBuf payload = frame.payload();
      int skipped = skippedBytes(frame);
      out.writeBytes(payload, payload.readerIndex() + skipped, payload.readableBytes() - skipped);
    }
  }

  /// The same bytes, but the samples are the frames' own: they are not copied, and live as long as
  /// the answer does.
  public static ByteBuf of(
      Track track, int number, List<Frame> frames, long endUs, ByteBufAllocator allocator) {
    ByteBuf[] pieces = new ByteBuf[1 + frames.size()];
    pieces[0] = allocator.directBuffer(FIXED_BYTES + TABLE_BYTES * frames.size());
    writeHead(track, number, frames, endUs, pieces[0]);
    for (int i = 0; i < frames.size(); i++) {
      ByteBuf payload = frames.get(i).payload();
      int skipped = skippedBytes(frames.get(i));
      pieces[i + 1] =
          payload.retainedSlice(payload.readerIndex() + skipped, payload.readableBytes() - skipped);
    }
    return Unpooled.wrappedBuffer(pieces.length, pieces);
  }

  private static void writeHead(
      Track track, int number, List<Frame> frames, long endUs, ByteBuf out) {
    boolean timed = track instanceof Track.Video;
    TrackClock clock = TrackClock.of(track);
    int start = out.writerIndex();
    BoxWriter box = new BoxWriter(out);
    box.begin("moof").begin("mfhd", 0, 0).int32(number).end().begin("traf");
    box.begin("tfhd", 0, DEFAULT_BASE_IS_MOOF | DEFAULT_SAMPLE_FLAGS);
    box.int32(InitSegment.TRACK_ID).int32(INDEPENDENT).end();
    box.begin("tfdt", 1, 0).int64(clock.ticks(frames.getFirst().stamp().dtsUs())).end();
    int perSample = SAMPLE_DURATION | SAMPLE_SIZE | (timed ? SAMPLE_FLAGS | SAMPLE_CTS : 0);
    box.begin("trun", 1, DATA_OFFSET | perSample).int32(frames.size());
    int offsetAt = out.writerIndex();
    box.int32(0);
    writeTable(frames, timed, clock, endUs, box);
    box.end().end().end();
    out.setInt(offsetAt, out.writerIndex() - start + BOX_HEADER_BYTES);
    box.int32(BOX_HEADER_BYTES + dataBytes(frames)).fourCc("mdat");
  }

  private static void writeTable(
      List<Frame> frames, boolean timed, TrackClock clock, long endUs, BoxWriter box) {
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      long dts = clock.ticks(frame.stamp().dtsUs());
      long nextUs = i + 1 < frames.size() ? frames.get(i + 1).stamp().dtsUs() : endUs;
      box.int32((int) Math.max(0, clock.ticks(nextUs) - dts));
      box.int32(frame.payloadBytes() - skippedBytes(frame));
      if (timed) {
        box.int32(flags(frame.stamp()));
        box.int32((int) (clock.ticks(frame.stamp().ptsUs()) - dts));
      }
    }
  }

  private static int flags(Stamp stamp) {
    if (stamp.has(Stamp.KEYFRAME)) {
      return INDEPENDENT;
    }
    return stamp.has(Stamp.DISPOSABLE) ? DEPENDENT | UNREFERENCED : DEPENDENT;
  }

  private static int dataBytes(List<Frame> frames) {
    int bytes = 0;
    for (Frame frame : frames) {
      bytes += frame.payloadBytes() - skippedBytes(frame);
    }
    return bytes;
  }

  /// A sample has no temporal delimiter (AV1 in ISO BMFF 2.4); publishers may send one.
  private static int skippedBytes(Frame frame) {
    ByteBuf payload = frame.payload();
    boolean delimited =
        frame.track() instanceof Track.Video video
            && video.codec() == VideoCodec.AV1
            && payload.readableBytes() >= 2
            && payload.getUnsignedShort(payload.readerIndex()) == TEMPORAL_DELIMITER;
    return delimited ? 2 : 0;
  }
}
