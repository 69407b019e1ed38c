package dev.freshet.protocol.relay;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Puts another node's messages together again. Owned by its connection's loop. Each byte is copied
/// once, from the socket's buffer into its message, which the frame then keeps.
public final class RelayDecoder {
  private final ByteBufAllocator allocator;
  private final RelayLimits limits;
  private final RelayReceiver receiver;
  private final RelayedFrames frames = new RelayedFrames();
  private final ByteBuf header = Unpooled.buffer(RelayWriter.HEADER_BYTES);

  private int maxBodyBytes;
  private @Nullable ByteBuf body;
  private @Nullable RelayType type; // null: a newer node's message
  private int missingBytes;
  private boolean closed;

  /// @param allocator gives the messages' buffers
  /// @param maxBodyBytes of messages before [#trust], when nobody knows who is there
  public RelayDecoder(
      ByteBufAllocator allocator, RelayLimits limits, int maxBodyBytes, RelayReceiver receiver) {
    this.allocator = allocator;
    this.limits = limits;
    this.maxBodyBytes = maxBodyBytes;
    this.receiver = receiver;
  }

  /// The other node is who it says: its messages may be as large as the limits allow.
  public void trust() {
    maxBodyBytes = limits.maxMessageBytes();
  }

  /// Takes all of `in`, whose reference stays the caller's.
  ///
  /// @throws ProtocolException if the peer broke the protocol; the decoder is of no use then
  public void read(ByteBuf in) {
    while (!closed && in.isReadable()) {
      if (body == null) {
        readHeader(in);
      } else {
        readBody(in, body);
      }
    }
  }

  /// Lets go of half a message; nothing is received any more.
  public void close() {
    closed = true;
    if (body != null) {
      body.release();
      body = null;
    }
  }

  private void readHeader(ByteBuf in) {
    int missing = RelayWriter.HEADER_BYTES - header.readableBytes();
    header.writeBytes(in, Math.min(missing, in.readableBytes()));
    if (header.readableBytes() < RelayWriter.HEADER_BYTES) {
      return;
    }
    type = RelayType.byCode(header.readUnsignedByte());
    int bytes = header.readUnsignedMedium();
    header.clear();
    if (bytes > maxBodyBytes) {
      throw ProtocolException.limit(
          "cluster.maxMessage", bytes + " bytes (expected: at most " + maxBodyBytes + ")");
    }
    body = allocator.directBuffer(Math.max(1, bytes), Math.max(1, bytes));
    if (bytes == 0) {
      deliver(body);
    } else {
      missingBytes = bytes;
    }
  }

  private void readBody(ByteBuf in, ByteBuf into) {
    int bytes = Math.min(missingBytes, in.readableBytes());
    into.writeBytes(in, bytes);
    missingBytes -= bytes;
    if (missingBytes == 0) {
      deliver(into);
    }
  }

  private void deliver(ByteBuf whole) {
    body = null;
    try {
      if (type == RelayType.FRAME) {
        receiver.frame(frames.read(whole));
      } else if (type != null) {
        deliver(RelayReader.read(type, whole, limits));
      }
    } finally {
      whole.release();
    }
  }

  private void deliver(RelayMessage message) {
    switch (message) {
      case RelayMessage.StreamHeaderIs(var next) -> frames.begin(next);
      case RelayMessage.GopHeaderIs(var next) -> frames.begin(next);
      default -> {}
    }
    receiver.message(message);
  }
}
