package dev.freshet.protocol.rtmp;

import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.chunk.ChunkDecoder;
import dev.freshet.protocol.rtmp.chunk.MessageReceiver;
import dev.freshet.protocol.rtmp.message.AcknowledgementWindow;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.MessageWriter;
import dev.freshet.protocol.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// What server and client do alike after the handshake: chunks, acknowledgements, pings. Owned by
/// its session.
final class RtmpLink {
  private final RtmpLimits limits;
  private final RtmpOutput output;
  private final ChunkDecoder decoder;
  private final MessageWriter writer;
  private final AcknowledgementWindow window = new AcknowledgementWindow();
  private int announcedWindowBytes = AcknowledgementWindow.DEFAULT_BYTES;
  private boolean answersPings;
  private long pingedMs;
  private long heardMs;
  private long heardBytes;

  RtmpLink(
      ByteBufAllocator allocator,
      RtmpLimits limits,
      RtmpOutput output,
      long nowMs,
      MessageReceiver receiver) {
    this.limits = limits;
    this.output = output;
    this.decoder = new ChunkDecoder(allocator, limits.chunks(), receiver);
    this.writer = new MessageWriter(allocator, output::write);
    this.pingedMs = nowMs;
    this.heardMs = nowMs;
  }

  MessageWriter writer() {
    return writer;
  }

  /// See [ChunkDecoder#maxMessageBytes].
  void maxMessageBytes(int bytes) {
    decoder.maxMessageBytes(bytes);
  }

  long receivedBytes() {
    return window.receivedBytes();
  }

  /// Takes all of `in`.
  void read(ByteBuf in) {
    window.received(in.readableBytes());
    decoder.read(in);
    if (window.isDue() && output.isWritable()) {
      writer.acknowledge(window.receivedBytes());
      window.acknowledged();
    }
  }

  /// Takes a message that concerns the connection itself.
  ///
  /// @return whether it was one; the body's reference stays with the caller
  boolean control(int type, ByteBuf body) {
    switch (type) {
      case MessageType.ACKNOWLEDGEMENT -> {} // the socket knows better what has arrived
      case MessageType.USER_CONTROL -> userControl(body);
      case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> window.windowBytes(unsignedInt(body));
      case MessageType.SET_PEER_BANDWIDTH -> peerBandwidth(unsignedInt(body));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void userControl(ByteBuf body) {
    if (body.readableBytes() < 6) {
      return; // an event without its value says nothing
    }
    int event = body.getUnsignedShort(body.readerIndex());
    int value = body.getInt(body.readerIndex() + 2);
    if (event == UserControl.PING_REQUEST && output.isWritable()) {
      writer.userControl(UserControl.PING_RESPONSE, value);
    } else if (event == UserControl.PING_RESPONSE) {
      answersPings = true;
    }
  }

  /// The peer's limit for us is the window that it wants to be told (5.4.5).
  private void peerBandwidth(long bytes) {
    int windowBytes = Math.clamp(bytes, 1, Integer.MAX_VALUE);
    if (windowBytes != announcedWindowBytes && output.isWritable()) {
      announcedWindowBytes = windowBytes;
      writer.windowAcknowledgementSize(windowBytes);
    }
  }

  private static long unsignedInt(ByteBuf body) {
    if (body.readableBytes() < 4) {
      throw ProtocolException.malformed(
          "control message: " + body.readableBytes() + " bytes (expected: 4)");
    }
    return body.readUnsignedInt();
  }

  /// Pings when it is time, and gives up a peer that has gone silent. A peer that never answered a
  /// ping is not judged by them.
  void tick(long nowMs) {
    if (window.receivedBytes() != heardBytes) {
      heardBytes = window.receivedBytes();
      heardMs = nowMs;
    }
    if (answersPings) {
      expire("pingTimeout", nowMs - heardMs, limits.pingTimeoutMs());
    }
    if (nowMs - pingedMs >= limits.pingIntervalMs() && output.isWritable()) {
      pingedMs = nowMs;
      writer.userControl(UserControl.PING_REQUEST, (int) nowMs);
    }
  }

  /// How long the peer has sent nothing, as of the last tick.
  long silentMs(long nowMs) {
    return nowMs - heardMs;
  }

  /// Refuses `passedMs` if it is above `limitMs`, by the limit's name.
  static void expire(String name, long passedMs, int limitMs) {
    if (passedMs > limitMs) {
      throw ProtocolException.limit(name, passedMs + " ms (expected: <= " + limitMs + " ms)");
    }
  }

  void close() {
    decoder.close();
  }
}
