package dev.freshet.protocol.rtmp.message;

import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.chunk.MessageReceiver;
import io.netty.buffer.ByteBuf;

/// Several messages in one (RTMP 7.1.6), as FLV tags: header, body, back pointer.
public final class AggregateMessage {
  private static final int TAG_HEADER_BYTES = 11;
  private static final int BACK_POINTER_BYTES = 4;

  private AggregateMessage() {}

  /// Hands over the messages in `body`. Their times count from the first one's, which stands for
  /// the aggregate's own. The bodies are retained slices; `body`'s reference stays with the caller.
  public static void split(long timestampMs, int streamId, ByteBuf body, MessageReceiver receiver) {
    long firstMs = -1;
    while (body.readableBytes() >= TAG_HEADER_BYTES) {
      int type = body.readUnsignedByte();
      int bytes = body.readUnsignedMedium();
      long tagMs = body.readUnsignedMedium() | (long) body.readUnsignedByte() << 24;
      body.skipBytes(3); // stream id; the aggregate's overrules it (7.1.6)
      firstMs = firstMs < 0 ? tagMs : firstMs;
      if (bytes > body.readableBytes()) {
        throw ProtocolException.malformed(
            "aggregate: " + body.readableBytes() + " bytes left (expected: " + bytes + ")");
      }
      ByteBuf part = body.readRetainedSlice(bytes);
      body.skipBytes(Math.min(BACK_POINTER_BYTES, body.readableBytes()));
      deliver(type, (timestampMs + tagMs - firstMs) & 0xFFFF_FFFFL, streamId, part, receiver);
    }
  }

  private static void deliver(
      int type, long timestampMs, int streamId, ByteBuf part, MessageReceiver receiver) {
    switch (type) {
      case MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA ->
          receiver.message(type, timestampMs, streamId, part);
      default -> part.release(); // nothing else belongs here, another aggregate least of all
    }
  }
}
