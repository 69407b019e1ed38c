package dev.freshet.media.flv;

import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;

/// Writes FLV (FLV 10.1, annex E): one tag a frame. Keeps nothing between frames. Owned by the
/// stream's loop.
public final class FlvMuxer implements Muxer {
  /// What a tag adds to its body: its header, and its size behind it.
  public static final int TAG_OVERHEAD_BYTES = 15;

  /// Size of a clock tag's body: Unix time in us.
  public static final int CLOCK_BODY_BYTES = 8;

  private static final int TAG_HEADER_BYTES = 11;
  private static final int CLOCK_TAG_BYTES = TAG_OVERHEAD_BYTES + CLOCK_BODY_BYTES;
  private static final int FILE_HEADER_BYTES = 9;
  private static final int HAS_AUDIO = 4;
  private static final int HAS_VIDEO = 1;

  private final TagBodies bodies;
  private final boolean clock;

  /// @param clock see [FlvFormat]
  public FlvMuxer(TagDialect dialect, boolean clock) {
    bodies = new TagBodies(dialect);
    this.clock = clock;
  }

  @Override
  public void preamble(Frame entry, ByteBuf out) {
    StreamHeader header = entry.header();
    int flags = (header.audio() == null ? 0 : HAS_AUDIO) | (header.video() == null ? 0 : HAS_VIDEO);
    out.writeMedium('F' << 16 | 'L' << 8 | 'V').writeByte(1).writeByte(flags);
    out.writeInt(FILE_HEADER_BYTES).writeInt(0); // PreviousTagSize0
    int metadata = beginTag(TagType.SCRIPT, 0, out); // a later time makes a phantom track in ffmpeg
    bodies.writeMetadata(header, out);
    endTag(metadata, out);
    sequenceHeaders(header, timestampMs(entry), out);
  }

  @Override
  public void headerChange(Frame frame, ByteBuf out) {
    sequenceHeaders(frame.header(), timestampMs(frame), out);
  }

  @Override
  public void frame(Frame frame, ByteBuf out) {
    TagType type = bodies.type(frame);
    if (type == null) {
      return;
    }
    out.ensureWritable(frameBytes(frame));
    long timestampMs = timestampMs(frame);
    if (hasClock(type)) {
      writeTagHeader(TagType.CLOCK, CLOCK_BODY_BYTES, timestampMs, out);
      out.writeLong(frame.stamp().ingestUnixUs()).writeInt(TAG_HEADER_BYTES + CLOCK_BODY_BYTES);
    }
    int bodyBytes = bodies.bodyBytes(frame);
    writeTagHeader(type, bodyBytes, timestampMs, out);
    bodies.write(frame, out);
    out.writeInt(TAG_HEADER_BYTES + bodyBytes);
  }

  /// Exactly what [#frame] writes, so that framing can go around it without a copy.
  public int frameBytes(Frame frame) {
    TagType type = bodies.type(frame);
    if (type == null) {
      return 0;
    }
    return bodies.bodyBytes(frame) + TAG_OVERHEAD_BYTES + (hasClock(type) ? CLOCK_TAG_BYTES : 0);
  }

  private boolean hasClock(TagType type) {
    return clock && type != TagType.SCRIPT;
  }

  private void sequenceHeaders(StreamHeader header, long timestampMs, ByteBuf out) {
    Track.Video video = header.video();
    if (video != null) {
      sequenceHeader(TagType.VIDEO, video, timestampMs, out);
      int tag = beginTag(TagType.VIDEO, timestampMs, out);
      bodies.writeColorInfo(video, out);
      endTag(tag, out);
    }
    Track.Audio audio = header.audio();
    if (audio != null) {
      sequenceHeader(TagType.AUDIO, audio, timestampMs, out);
    }
  }

  private void sequenceHeader(TagType type, Track track, long timestampMs, ByteBuf out) {
    int tag = beginTag(type, timestampMs, out);
    bodies.writeSequenceHeader(track, out);
    endTag(tag, out);
  }

  private static long timestampMs(Frame frame) {
    return Math.floorDiv(frame.stamp().dtsUs(), 1_000L);
  }

  /// Begins a tag of a size not yet known.
  ///
  /// @return where it begins, for [#endTag]
  private static int beginTag(TagType type, long timestampMs, ByteBuf out) {
    int tag = out.writerIndex();
    writeTagHeader(type, 0, timestampMs, out);
    return tag;
  }

  /// Fills in the size; takes the tag back if its body is empty.
  private static void endTag(int tag, ByteBuf out) {
    int tagBytes = out.writerIndex() - tag;
    if (tagBytes == TAG_HEADER_BYTES) {
      out.writerIndex(tag);
    } else {
      out.setMedium(tag + 1, tagBytes - TAG_HEADER_BYTES);
      out.writeInt(tagBytes);
    }
  }

  private static void writeTagHeader(TagType type, int bodyBytes, long timestampMs, ByteBuf out) {
    out.writeByte(type.code()).writeMedium(bodyBytes);
    out.writeMedium((int) timestampMs).writeByte((int) (timestampMs >> 24)); // upper bits last
    out.writeMedium(0); // StreamID, always 0 (E.4.1)
  }
}
