package dev.freshet.media.flv;

import io.netty.buffer.ByteBuf;

/// The modifiers in front of an enhanced packet (Enhanced RTMP v2, "ModEx"), the same for video and
/// audio: a packet of type 7 holds data and the type of the packet that follows it. Owned by one
/// demuxer.
final class ModEx {
  /// The packet type that a modifier has, in video and audio alike.
  static final int PACKET_TYPE = 7;

  private static final int TIMESTAMP_OFFSET_NANO = 0;

  private long offsetNs;
  private int packetType;

  /// Reads modifiers as long as `firstPacketType` and its followers are such.
  ///
  /// @return false if the body ends early
  boolean read(int firstPacketType, ByteBuf in) {
    offsetNs = 0;
    packetType = firstPacketType;
    while (packetType == PACKET_TYPE) {
      if (!readOne(in)) {
        return false;
      }
    }
    return true;
  }

  /// The type of the packet behind the modifiers.
  int packetType() {
    return packetType;
  }

  /// What the modifiers add to the timestamp, in whole us.
  long offsetUs() {
    return offsetNs / 1_000;
  }

  private boolean readOne(ByteBuf in) {
    if (in.readableBytes() < 3) {
      return false;
    }
    int dataBytes = in.readUnsignedByte() + 1;
    if (dataBytes == 256) {
      dataBytes = in.readUnsignedShort() + 1;
    }
    if (in.readableBytes() < dataBytes + 1) {
      return false;
    }
    int dataAt = in.readerIndex();
    int types = in.getUnsignedByte(dataAt + dataBytes);
    if (types >> 4 == TIMESTAMP_OFFSET_NANO && dataBytes >= 3) {
      offsetNs = in.getUnsignedMedium(dataAt);
    }
    in.skipBytes(dataBytes + 1);
    packetType = types & 15;
    return true;
  }
}
