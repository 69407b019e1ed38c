package dev.freshet.protocol.rtmp.chunk;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;

/// Puts a peer's messages together again from its chunks. Owned by its session. Each payload byte
/// is copied once, from the socket's buffer into its message.
public final class ChunkDecoder {
  private static final int SET_CHUNK_SIZE = 1;
  private static final int ABORT = 2;
  private static final int[] HEADER_BYTES = {11, 7, 3, 0}; // by type (5.3.1.2)
  private static final int MAX_HEADER_BYTES = 11;
  private static final int EXTENDED_BYTES = 4;

  private enum State {
    BASIC_HEADER,
    MESSAGE_HEADER,
    EXTENDED_TIMESTAMP,
    REPEATED_TIMESTAMP,
    PAYLOAD
  }

  private final ByteBufAllocator allocator;
  private final ChunkLimits limits;
  private final MessageReceiver receiver;
  private final IntObjectMap<ChunkStream> streams = new IntObjectHashMap<>(8);
  private final ByteBuf carry = Unpooled.buffer(MAX_HEADER_BYTES); // a header cut in two by a read

  private State state = State.BASIC_HEADER;
  private ChunkStream current = new ChunkStream(0);
  private int headerType;
  private int chunkBytesLeft;
  private int chunkSize = ChunkEncoder.DEFAULT_CHUNK_SIZE;
  private int maxMessageBytes;
  private long bytesInFlight;
  private boolean continuationsOmitTimestamp;
  private boolean closed;

  /// @param allocator gives the messages' buffers
  public ChunkDecoder(ByteBufAllocator allocator, ChunkLimits limits, MessageReceiver receiver) {
    this.allocator = allocator;
    this.limits = limits;
    this.receiver = receiver;
    this.maxMessageBytes = limits.maxMessageBytes();
  }

  /// Lowers or raises the limit for messages that begin from now on, up to the one in the limits.
  public void maxMessageBytes(int bytes) {
    maxMessageBytes = Math.min(bytes, limits.maxMessageBytes());
  }

  /// Bytes of the messages that have begun and are not complete, counted in full.
  public long bytesInFlight() {
    return bytesInFlight;
  }

  /// Takes all of `in`, and hands over the messages that it completes.
  public void read(ByteBuf in) {
    while (!closed && carry.isReadable() && in.isReadable()) {
      carry.writeByte(in.readByte());
      decode(carry);
      if (!carry.isReadable()) {
        carry.clear();
      }
    }
    decode(in);
    if (closed) {
      in.skipBytes(in.readableBytes());
    } else {
      carry.writeBytes(in);
    }
  }

  /// Gives up the half-read messages, and takes no more; may be called by the receiver.
  public void close() {
    closed = true;
    for (ChunkStream stream : streams.values()) {
      bytesInFlight -= stream.abort();
    }
  }

  private void decode(ByteBuf in) {
    while (!closed && in.isReadable() && step(in)) {
      // each step takes all that it needs, or nothing
    }
  }

  private boolean step(ByteBuf in) {
    return switch (state) {
      case BASIC_HEADER -> readBasicHeader(in);
      case MESSAGE_HEADER -> readMessageHeader(in);
      case EXTENDED_TIMESTAMP -> readExtendedTimestamp(in);
      case REPEATED_TIMESTAMP -> readRepeatedTimestamp(in);
      case PAYLOAD -> readPayload(in);
    };
  }

  private boolean readBasicHeader(ByteBuf in) {
    int first = in.getUnsignedByte(in.readerIndex());
    int low = first & 0x3F;
    int headerBytes = low == 0 ? 2 : low == 1 ? 3 : 1; // 5.3.1.1
    if (in.readableBytes() < headerBytes) {
      return false;
    }
    in.skipBytes(1);
    int id =
        switch (headerBytes) {
          case 2 -> 64 + in.readUnsignedByte();
          case 3 -> 64 + in.readUnsignedShortLE();
          default -> low;
        };
    headerType = first >> 6;
    current = stream(id);
    return beginHeader();
  }

  private ChunkStream stream(int id) {
    ChunkStream known = streams.get(id);
    if (known != null) {
      return known;
    }
    if (headerType > 1) { // type 1 opens streams too: librtmp's ping does
      throw ProtocolException.malformed(
          "chunk stream " + id + ": begins with header type " + headerType + " (expected: 0 or 1)");
    }
    ChunkLimits.check("maxChunkStreams", streams.size() + 1L, limits.maxChunkStreams());
    ChunkStream fresh = new ChunkStream(id);
    streams.put(id, fresh);
    return fresh;
  }

  private boolean beginHeader() {
    if (headerType < 3) {
      if (current.message != null) {
        throw ProtocolException.malformed(
            "chunk stream "
                + current.id
                + ": header type "
                + headerType
                + " in the middle of a message (expected: 3)");
      }
      state = State.MESSAGE_HEADER;
    } else if (current.extended() && !(current.message != null && continuationsOmitTimestamp)) {
      state = State.REPEATED_TIMESTAMP;
    } else {
      beginChunk();
    }
    return true;
  }

  private boolean readMessageHeader(ByteBuf in) {
    if (in.readableBytes() < HEADER_BYTES[headerType]) {
      return false;
    }
    current.timestampField(in.readUnsignedMedium(), headerType == 0);
    if (headerType < 2) {
      current.bodyBytes = in.readUnsignedMedium();
      current.type = in.readUnsignedByte();
    }
    if (headerType == 0) {
      current.streamId = in.readIntLE();
    }
    if (current.extended()) {
      state = State.EXTENDED_TIMESTAMP;
    } else {
      beginChunk();
    }
    return true;
  }

  private boolean readExtendedTimestamp(ByteBuf in) {
    if (in.readableBytes() < EXTENDED_BYTES) {
      return false;
    }
    current.extendedField(in.readUnsignedInt());
    beginChunk();
    return true;
  }

  /// After a type 3 header ffmpeg and Flash repeat the extended timestamp (5.3.1.3), older librtmp
  /// does not, and nothing announces which. So it is one if it equals the last.
  private boolean readRepeatedTimestamp(ByteBuf in) {
    int equalBytes = equalTimestampBytes(in);
    if (equalBytes == EXTENDED_BYTES) {
      in.skipBytes(EXTENDED_BYTES);
    } else if (equalBytes == in.readableBytes()) {
      return false; // may become one, and if not, the peer will send more
    } else if (current.message != null) {
      continuationsOmitTimestamp = true; // payload that looks like it later deceives nobody
    }
    beginChunk();
    return true;
  }

  private int equalTimestampBytes(ByteBuf in) {
    int most = Math.min(EXTENDED_BYTES, in.readableBytes());
    int equal = 0;
    while (equal < most
        && in.getByte(in.readerIndex() + equal) == (byte) (current.field() >>> 24 - 8 * equal)) {
      equal++;
    }
    return equal;
  }

  private void beginChunk() {
    ByteBuf message = current.message;
    if (message == null) {
      message = beginMessage();
    }
    chunkBytesLeft = Math.min(chunkSize, current.bodyBytes - message.writerIndex());
    state = State.PAYLOAD;
    if (chunkBytesLeft == 0) {
      endChunk(message);
    }
  }

  private ByteBuf beginMessage() {
    if (headerType == 3) {
      current.beginWithoutHeader();
    } else {
      current.beginWithHeader();
    }
    int bytes = current.bodyBytes;
    ChunkLimits.check("maxMessage", bytes, maxMessageBytes);
    ChunkLimits.check(
        "bytesInFlightPerConnection", bytesInFlight + bytes, limits.maxBytesInFlight());
    ByteBuf message = bytes == 0 ? Unpooled.EMPTY_BUFFER : allocator.buffer(bytes, bytes);
    current.message = message;
    bytesInFlight += bytes;
    return message;
  }

  private boolean readPayload(ByteBuf in) {
    ByteBuf message = messageInProgress();
    int count = Math.min(in.readableBytes(), chunkBytesLeft);
    message.writeBytes(in, count);
    chunkBytesLeft -= count;
    if (chunkBytesLeft == 0) {
      endChunk(message);
    }
    return true;
  }

  private ByteBuf messageInProgress() {
    ByteBuf message = current.message;
    if (message == null) {
      throw new IllegalStateException("payload without a message");
    }
    return message;
  }

  private void endChunk(ByteBuf message) {
    state = State.BASIC_HEADER;
    if (message.writerIndex() == current.bodyBytes) {
      current.message = null;
      bytesInFlight -= current.bodyBytes;
      deliver(message);
    }
  }

  private void deliver(ByteBuf message) {
    switch (current.type) {
      case SET_CHUNK_SIZE -> setChunkSize(readControlValue(message, "SetChunkSize"));
      case ABORT -> abort(readControlValue(message, "Abort"));
      default -> receiver.message(current.type, current.timestampMs, current.streamId, message);
    }
  }

  private static long readControlValue(ByteBuf message, String name) {
    int bytes = message.readableBytes();
    long value = bytes < 4 ? -1 : message.readUnsignedInt();
    message.release();
    if (value < 0) {
      throw ProtocolException.malformed(name + ": " + bytes + " bytes (expected: 4)");
    }
    return value;
  }

  private void setChunkSize(long bytes) {
    if (bytes == 0) {
      throw ProtocolException.malformed("SetChunkSize: 0 (expected: >= 1)");
    }
    ChunkLimits.check("maxChunkSize", bytes, limits.maxChunkSize());
    chunkSize = (int) bytes;
  }

  private void abort(long chunkStreamId) {
    @Nullable ChunkStream stream = streams.get((int) chunkStreamId);
    if (stream != null) {
      bytesInFlight -= stream.abort();
    }
  }
}
