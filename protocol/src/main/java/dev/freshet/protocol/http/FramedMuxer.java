package dev.freshet.protocol.http;

import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.flv.FlvMuxer;
import io.netty.buffer.ByteBuf;

/// An FLV muxer whose output is marked off for HTTP. Its sizes are known ahead, so that payloads
/// are not moved. Owned by the stream's loop.
final class FramedMuxer implements Muxer {
  private final FlvMuxer flv;
  private final FrameHeader framing;

  FramedMuxer(FlvMuxer flv, FrameHeader framing) {
    this.flv = flv;
    this.framing = framing;
  }

  @Override
  public void preamble(Frame entry, ByteBuf out) {
    ByteBuf plain = out.alloc().buffer();
    try {
      flv.preamble(entry, plain);
      wrap(plain, out);
    } finally {
      plain.release();
    }
  }

  @Override
  public void headerChange(Frame frame, ByteBuf out) {
    ByteBuf plain = out.alloc().buffer();
    try {
      flv.headerChange(frame, plain);
      wrap(plain, out);
    } finally {
      plain.release();
    }
  }

  @Override
  public void frame(Frame frame, ByteBuf out) {
    int bytes = flv.frameBytes(frame);
    if (bytes > 0) { // an empty chunk would end the body
      framing.begin(bytes, out);
      flv.frame(frame, out);
      framing.end(out);
    }
  }

  private void wrap(ByteBuf plain, ByteBuf out) {
    if (plain.isReadable()) {
      framing.begin(plain.readableBytes(), out);
      out.writeBytes(plain);
      framing.end(out);
    }
  }
}
