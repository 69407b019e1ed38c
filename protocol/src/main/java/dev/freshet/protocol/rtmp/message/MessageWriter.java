package dev.freshet.protocol.rtmp.message;

import dev.freshet.media.flv.Amf0Writer;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.chunk.ChunkEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/// Makes the messages that a session sends, each as one buffer of whole chunks. Owned by its
/// session.
public final class MessageWriter {
  private static final int HEADERS_BYTES = 64;

  /// Limit type of SetPeerBandwidth (RTMP 5.4.5): the peer may take the smaller of two limits.
  private static final int DYNAMIC = 2;

  private final ByteBufAllocator allocator;
  private final Consumer<ByteBuf> out;
  private final ChunkEncoder encoder = new ChunkEncoder();

  /// @param out takes over each buffer
  public MessageWriter(ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    this.allocator = allocator;
    this.out = out;
  }

  /// Tells the peer the chunk size, and uses it from then on.
  public void setChunkSize(int bytes) {
    control(MessageType.SET_CHUNK_SIZE, bytes);
    encoder.chunkSize(bytes);
  }

  /// How much has arrived, modulo 2^32 (5.4.3).
  public void acknowledge(long receivedBytes) {
    control(MessageType.ACKNOWLEDGEMENT, (int) receivedBytes);
  }

  /// How often the peer should acknowledge (5.4.4).
  public void windowAcknowledgementSize(int bytes) {
    control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, bytes);
  }

  /// How much the peer may have outstanding (5.4.5).
  public void setPeerBandwidth(int bytes) {
    ByteBuf body = allocator.buffer(5, 5).writeInt(bytes).writeByte(DYNAMIC);
    send(ChunkStreamId.CONTROL, MessageType.SET_PEER_BANDWIDTH, 0, 0, body);
  }

  /// A user control event with one value: a stream id or a time.
  public void userControl(int event, int value) {
    userControl(allocator.buffer(6, 6).writeShort(event).writeInt(value));
  }

  /// SetBufferLength, the one event with two values (7.1.7).
  public void setBufferLength(int streamId, int ms) {
    ByteBuf body = allocator.buffer(10, 10).writeShort(UserControl.SET_BUFFER_LENGTH);
    userControl(body.writeInt(streamId).writeInt(ms));
  }

  private void userControl(ByteBuf body) {
    send(ChunkStreamId.CONTROL, MessageType.USER_CONTROL, 0, 0, body);
  }

  private void control(int type, int value) {
    send(ChunkStreamId.CONTROL, type, 0, 0, allocator.buffer(4, 4).writeInt(value));
  }

  /// A command: its name, its transaction id, its values.
  public void command(int streamId, String name, double transactionId, Object... values) {
    ByteBuf body = allocator.buffer();
    Amf0Writer.writeString(body, name);
    Amf0Writer.writeNumber(body, transactionId);
    Amf0Writer.writeAll(body, values);
    int chunkStreamId = streamId == 0 ? ChunkStreamId.COMMAND : ChunkStreamId.STATUS;
    send(chunkStreamId, MessageType.COMMAND, 0, streamId, body);
  }

  /// `onStatus` for a message stream, or for the connection if that is 0.
  public void onStatus(int streamId, Status status) {
    command(streamId, "onStatus", 0, AmfVoid.NULL, status.info());
  }

  /// A media or data message. Leaves `body`'s reference with the caller.
  public void media(int type, long timestampMs, int streamId, ByteBuf body) {
    int chunkStreamId =
        switch (type) {
          case MessageType.AUDIO -> ChunkStreamId.AUDIO;
          case MessageType.VIDEO -> ChunkStreamId.VIDEO;
          default -> ChunkStreamId.DATA;
        };
    encode(chunkStreamId, type, timestampMs, streamId, body);
  }

  private void send(int chunkStreamId, int type, long timestampMs, int streamId, ByteBuf body) {
    try {
      encode(chunkStreamId, type, timestampMs, streamId, body);
    } finally {
      body.release();
    }
  }

  private void encode(int chunkStreamId, int type, long timestampMs, int streamId, ByteBuf body) {
    ByteBuf message = allocator.buffer(HEADERS_BYTES + body.readableBytes());
    encoder.encode(chunkStreamId, type, timestampMs, streamId, body, message);
    out.accept(message);
  }
}
