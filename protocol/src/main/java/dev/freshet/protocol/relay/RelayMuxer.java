package dev.freshet.protocol.relay;

import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Muxer;
import dev.freshet.media.Stamp;
import io.netty.buffer.ByteBuf;

/// Writes stamped frames for other nodes. A frame's stamp is told relative to the headers that come
/// before it, which its reader has: a dozen bytes. Owned by the stream's loop.
public final class RelayMuxer implements Muxer {
  /// The frame comes without its payload, whose size is told.
  static final int WITHOUT_PAYLOAD = 1;

  private final boolean headersOnly;

  /// @param headersOnly see [RelayFormat]
  public RelayMuxer(boolean headersOnly) {
    this.headersOnly = headersOnly;
  }

  @Override
  public void preamble(Frame entry, ByteBuf out) {
    headerChange(entry, out);
  }

  @Override
  public void headerChange(Frame frame, ByteBuf out) {
    RelayWriter.write(new RelayMessage.StreamHeaderIs(frame.header()), out);
  }

  @Override
  public void frame(Frame frame, ByteBuf out) {
    Stamp stamp = frame.stamp();
    if (stamp.has(Stamp.ENTRY_POINT)) {
      RelayWriter.write(new RelayMessage.GopHeaderIs(frame.gop()), out);
    }
    int start = RelayWriter.begin(RelayType.FRAME, out);
    writeStamp(frame, out);
    if (headersOnly) {
      out.writeByte(WITHOUT_PAYLOAD);
      RelayFields.writeNumber(out, frame.payloadBytes());
    } else {
      out.writeByte(0);
      out.writeBytes(frame.payload(), frame.payload().readerIndex(), frame.payloadBytes());
    }
    RelayWriter.end(start, out);
  }

  private static void writeStamp(Frame frame, ByteBuf out) {
    Stamp stamp = frame.stamp();
    GopHeader gop = frame.gop();
    RelayFields.writeNumber(out, stamp.track());
    RelayFields.writeNumber(out, stamp.flags());
    RelayFields.writeSigned(out, stamp.sequence() - gop.sequence());
    RelayFields.writeSigned(out, stamp.gop() - gop.gop());
    RelayFields.writeSigned(out, stamp.segment() - frame.header().firstSegment());
    RelayFields.writeNumber(out, stamp.part());
    RelayFields.writeSigned(out, stamp.openSegment() - stamp.segment());
    RelayFields.writeNumber(out, stamp.openPart());
    RelayFields.writeSigned(out, stamp.discontinuity() - frame.header().firstSegment());
    RelayFields.writeSigned(out, stamp.dtsUs() - gop.dtsUs());
    RelayFields.writeNumber(out, stamp.ptsUs() - stamp.dtsUs());
    RelayFields.writeSigned(out, stamp.ingestUnixUs() - stamp.dtsUs() - gop.unixOffsetUs());
  }
}
