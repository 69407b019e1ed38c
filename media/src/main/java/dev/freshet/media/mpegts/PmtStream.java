package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An elementary stream that a PMT announces and that we know (ISO/IEC 13818-1 2.4.4.9). A value:
/// no owner.
///
/// @param opusCode channel_config_code, 0 for other codings
record PmtStream(int pid, StreamCoding coding, int opusCode) {
  private static final int MIN_STREAM_BYTES = 5;
  private static final int DVB_AC3 = 0x6A;
  private static final int DVB_EAC3 = 0x7A;

  /// Of a PMT's body: its streams up to where it is broken.
  static List<PmtStream> all(ByteBuf body) {
    List<PmtStream> streams = new ArrayList<>();
    if (body.readableBytes() < 4) {
      return streams;
    }
    body.skipBytes(2); // PCR_PID: whoever carries a clock reference tells it
    int infoBytes = body.readUnsignedShort() & 0xFFF;
    body.skipBytes(Math.min(infoBytes, body.readableBytes()));
    while (body.readableBytes() >= MIN_STREAM_BYTES) {
      int streamType = body.readUnsignedByte();
      int pid = body.readUnsignedShort() & 0x1FFF;
      int descriptorBytes = body.readUnsignedShort() & 0xFFF;
      ByteBuf descriptors = body.readSlice(Math.min(descriptorBytes, body.readableBytes()));
      add(streamType, pid, descriptors, streams);
    }
    return streams;
  }

  private static void add(int streamType, int pid, ByteBuf descriptors, List<PmtStream> streams) {
    String registration = "";
    int opusCode = 0;
    while (descriptors.readableBytes() >= 2) {
      int tag = descriptors.readUnsignedByte();
      int bytes = Math.min(descriptors.readUnsignedByte(), descriptors.readableBytes());
      ByteBuf body = descriptors.readSlice(bytes);
      registration = registration(tag, body, registration);
      if (tag == StreamCoding.EXTENSION
          && bytes >= 2
          && body.getUnsignedByte(0) == StreamCoding.OPUS_EXTENSION) {
        opusCode = body.getUnsignedByte(1);
      }
    }
    StreamCoding coding = StreamCoding.of(streamType, registration);
    if (coding != null) {
      streams.add(new PmtStream(pid, coding, opusCode));
    }
  }

  private static String registration(int tag, ByteBuf body, String before) {
    return switch (tag) {
      case StreamCoding.REGISTRATION ->
          body.readableBytes() < 4 ? before : body.toString(0, 4, StandardCharsets.ISO_8859_1);
      case DVB_AC3 -> "AC-3";
      case DVB_EAC3 -> "EAC3";
      default -> before;
    };
  }
}
