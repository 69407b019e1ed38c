package dev.freshet.app.client;

import dev.freshet.media.flv.FlvDemuxer;
import dev.freshet.media.flv.FlvMuxer;
import dev.freshet.media.flv.TagType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;

/// Cuts the pieces of a live FLV body into tags. Owned by its connection.
final class FlvBody {
  private final PlayEvents events;
  private final FlvDemuxer demuxer = new FlvDemuxer(FlvDemuxer.DEFAULT_MAX_TAG_BYTES, this::tag);
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  FlvBody(PlayEvents events) {
    this.events = events;
  }

  /// Takes over the reference.
  ///
  /// @throws dev.freshet.media.ProtocolException if it is no FLV
  void read(ByteBuf piece) {
    rest =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
            UnpooledByteBufAllocator.DEFAULT, rest, piece);
    demuxer.read(rest);
    if (!rest.isReadable()) {
      close();
    }
  }

  void close() {
    rest.release();
    rest = Unpooled.EMPTY_BUFFER;
  }

  private void tag(TagType type, long timestampMs, ByteBuf body) {
    if (type != TagType.CLOCK) {
      events.tag(type, timestampMs, body);
    } else if (body.readableBytes() == FlvMuxer.CLOCK_BODY_BYTES) {
      events.ingestClock(body.readLong());
    }
  }
}
