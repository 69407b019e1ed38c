package dev.freshet.hub;

import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// A format that a test can read: each record is a kind, the length of its body, and the body. A
/// value.
///
/// @param key names it
/// @param video whether it carries pictures
/// @param overheadBytes what it adds to each frame
record PlainFormat(String key, boolean video, int overheadBytes) implements WireFormat {
  static final byte PREAMBLE = 'P';
  static final byte HEADERS = 'H';
  static final byte FRAME = 'F';

  static PlainFormat named(String key) {
    return new PlainFormat(key, true, 0);
  }

  @Override
  public Muxer newMuxer() {
    return new PlainMuxer(this);
  }

  /// What this format makes of one frame, as an array.
  byte[] frameBytes(Frame frame) {
    ByteBuf out = Unpooled.buffer();
    newMuxer().frame(frame, out);
    return bytes(out);
  }

  byte[] preambleBytes(Frame entry) {
    ByteBuf out = Unpooled.buffer();
    newMuxer().preamble(entry, out);
    return bytes(out);
  }

  byte[] headerBytes(Frame frame) {
    ByteBuf out = Unpooled.buffer();
    newMuxer().headerChange(frame, out);
    return bytes(out);
  }

  private static byte[] bytes(ByteBuf out) {
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /// Writes records. Keeps nothing between frames.
  private record PlainMuxer(PlainFormat format) implements Muxer {
    @Override
    public void preamble(Frame entry, ByteBuf out) {
      head(PREAMBLE, entry, out);
    }

    @Override
    public void headerChange(Frame frame, ByteBuf out) {
      head(HEADERS, frame, out);
    }

    @Override
    public void frame(Frame frame, ByteBuf out) {
      if (frame instanceof Frame.Video && !format.video) {
        return;
      }
      ByteBuf payload = frame.payload();
      int bytes = payload.readableBytes();
      out.writeByte(FRAME).writeInt(12 + bytes + format.overheadBytes);
      out.writeLong(frame.stamp().sequence()).writeInt(frame.stamp().flags());
      out.writeBytes(payload, payload.readerIndex(), bytes);
      out.writeZero(format.overheadBytes);
    }

    private static void head(byte kind, Frame frame, ByteBuf out) {
      byte[] tracks = frame.header().tracks().toString().getBytes(StandardCharsets.UTF_8);
      out.writeByte(kind).writeInt(12 + tracks.length);
      out.writeLong(frame.stamp().dtsUs()).writeInt(frame.header().version());
      out.writeBytes(tracks);
    }
  }
}
