package dev.freshet.protocol.rtmp;

import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.flv.TagBodies;
import dev.freshet.media.flv.TagDialect;
import dev.freshet.media.flv.TagType;
import dev.freshet.protocol.rtmp.chunk.ChunkHeader;
import dev.freshet.protocol.rtmp.message.ChunkStreamId;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;

/// Writes RTMP messages: one a frame, whole, in one chunk with a type 0 header, so that any message
/// may follow any other. Keeps nothing between frames. Owned by the stream's loop.
public final class RtmpMuxer implements Muxer {
  /// The message stream that all players of a stream share.
  public static final int MESSAGE_STREAM_ID = 1;

  /// What players are told before the first byte. No message is larger. It is the largest that
  /// nginx-rtmp takes when it pulls (NGX_RTMP_MAX_CHUNK_SIZE); others take more.
  public static final int CHUNK_SIZE = 10 << 20;

  private final TagBodies bodies;
  private final boolean clock;

  /// @param clock see [RtmpFormat]
  public RtmpMuxer(TagDialect dialect, boolean clock) {
    bodies = new TagBodies(dialect);
    this.clock = clock;
  }

  @Override
  public void preamble(Frame entry, ByteBuf out) {
    StreamHeader header = entry.header();
    int metadata = beginMessage(TagType.SCRIPT, 0, out);
    bodies.writeMetadata(header, out);
    endMessage(metadata, 0, out);
    sequenceHeaders(header, timestampMs(entry), out);
  }

  @Override
  public void headerChange(Frame frame, ByteBuf out) {
    sequenceHeaders(frame.header(), timestampMs(frame), out);
  }

  @Override
  public void frame(Frame frame, ByteBuf out) {
    int messageBytes = frameBytes(frame);
    TagType type = bodies.type(frame);
    if (messageBytes == 0 || type == null) {
      return;
    }
    out.ensureWritable(messageBytes);
    long timestampMs = timestampMs(frame);
    if (hasClock(type)) {
      writeClock(timestampMs, frame.stamp().ingestUnixUs(), out);
    }
    writeHeader(type, timestampMs, bodies.bodyBytes(frame), out);
    bodies.write(frame, out);
  }

  /// Exactly what [#frame] writes; 0 for a frame that RTMP cannot carry.
  public int frameBytes(Frame frame) {
    TagType type = bodies.type(frame);
    int bodyBytes = type == null ? 0 : bodies.bodyBytes(frame);
    if (type == null || bodyBytes > CHUNK_SIZE) {
      return 0;
    }
    int clockBytes = hasClock(type) ? ChunkHeader.bytes(0) + UserControl.INGEST_CLOCK_BYTES : 0;
    return clockBytes + ChunkHeader.bytes(timestampMs(frame)) + bodyBytes;
  }

  private boolean hasClock(TagType type) {
    return clock && type != TagType.SCRIPT;
  }

  private static void writeClock(long timestampMs, long ingestUnixUs, ByteBuf out) {
    ChunkHeader.write(
        out, ChunkStreamId.CONTROL, 0, UserControl.INGEST_CLOCK_BYTES, MessageType.USER_CONTROL, 0);
    out.writeShort(UserControl.INGEST_CLOCK).writeInt((int) timestampMs).writeLong(ingestUnixUs);
  }

  private void sequenceHeaders(StreamHeader header, long timestampMs, ByteBuf out) {
    Track.Video video = header.video();
    if (video != null) {
      sequenceHeader(TagType.VIDEO, video, timestampMs, out);
      int message = beginMessage(TagType.VIDEO, timestampMs, out);
      bodies.writeColorInfo(video, out);
      endMessage(message, timestampMs, out);
    }
    Track.Audio audio = header.audio();
    if (audio != null) {
      sequenceHeader(TagType.AUDIO, audio, timestampMs, out);
    }
  }

  private void sequenceHeader(TagType type, Track track, long timestampMs, ByteBuf out) {
    int message = beginMessage(type, timestampMs, out);
    bodies.writeSequenceHeader(track, out);
    endMessage(message, timestampMs, out);
  }

  /// Begins a message of a size not yet known.
  ///
  /// @return where it begins, for [#endMessage]
  private static int beginMessage(TagType type, long timestampMs, ByteBuf out) {
    int message = out.writerIndex();
    writeHeader(type, timestampMs, 0, out);
    return message;
  }

  /// Fills in the size; takes the message back if its body is empty.
  private static void endMessage(int message, long timestampMs, ByteBuf out) {
    int bodyBytes = out.writerIndex() - message - ChunkHeader.bytes(timestampMs);
    if (bodyBytes == 0) {
      out.writerIndex(message);
    } else {
      ChunkHeader.setBodyBytes(out, message, bodyBytes);
    }
  }

  private static void writeHeader(TagType type, long timestampMs, int bodyBytes, ByteBuf out) {
    int chunkStreamId =
        switch (type) {
          case AUDIO -> ChunkStreamId.AUDIO;
          case VIDEO -> ChunkStreamId.VIDEO;
          case SCRIPT, CLOCK -> ChunkStreamId.DATA;
        };
    ChunkHeader.write(out, chunkStreamId, timestampMs, bodyBytes, type.code(), MESSAGE_STREAM_ID);
  }

  private static long timestampMs(Frame frame) {
    return Math.floorDiv(frame.stamp().dtsUs(), 1_000L);
  }
}
