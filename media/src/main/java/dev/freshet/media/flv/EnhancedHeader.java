package dev.freshet.media.flv;

import io.netty.buffer.ByteBuf;

/// Takes the header of an enhanced tag apart (Enhanced RTMP v2, ExVideoTagHeader and
/// ExAudioTagHeader): modifiers, then one packet, or the packets of several tracks. Owned by one
/// demuxer.
final class EnhancedHeader {
  private static final int ONE_TRACK = 0;
  private static final int MANY_TRACKS_MANY_CODECS = 2;
  private static final int FOUR_CC_BYTES = 4;

  private final int multitrackPacketType;
  private final Packets packets;
  private final TrackOutput output;
  private final ModEx modEx = new ModEx();
  private long dtsUs;

  /// Takes each packet; `number` is the track's number in the tag, 0 for what is not multitrack.
  interface Packets {
    void packet(long dtsUs, int number, int packetType, int fourCc, ByteBuf in);
  }

  EnhancedHeader(int multitrackPacketType, Packets packets, TrackOutput output) {
    this.multitrackPacketType = multitrackPacketType;
    this.packets = packets;
    this.output = output;
  }

  /// @param tagUs the tag's timestamp, to which modifiers may add
  /// @param firstPacketType from the tag's first byte, which `in` is behind
  void read(long tagUs, int firstPacketType, ByteBuf in) {
    if (!modEx.read(firstPacketType, in)) {
      output.fault(TagFault.MALFORMED);
      return;
    }
    dtsUs = tagUs + modEx.offsetUs();
    if (modEx.packetType() == multitrackPacketType) {
      readMultitrack(in);
    } else if (in.readableBytes() < FOUR_CC_BYTES) {
      output.fault(TagFault.MALFORMED);
    } else {
      packets.packet(dtsUs, 0, modEx.packetType(), in.readInt(), in);
    }
  }

  private void readMultitrack(ByteBuf in) {
    if (in.readableBytes() < 1 + FOUR_CC_BYTES) {
      output.fault(TagFault.MALFORMED);
      return;
    }
    int types = in.readUnsignedByte();
    int packetType = types & 15;
    int kind = types >> 4;
    if (kind > MANY_TRACKS_MANY_CODECS || packetType == multitrackPacketType) {
      output.fault(TagFault.UNKNOWN_PACKET);
    } else if (kind == MANY_TRACKS_MANY_CODECS) {
      readTracks(kind, packetType, 0, in);
    } else {
      readTracks(kind, packetType, in.readInt(), in);
    }
  }

  private void readTracks(int kind, int packetType, int commonFourCc, ByteBuf in) {
    boolean hasFourCc = kind == MANY_TRACKS_MANY_CODECS;
    int headerBytes = (hasFourCc ? FOUR_CC_BYTES : 0) + (kind == ONE_TRACK ? 1 : 4);
    while (in.isReadable()) {
      if (in.readableBytes() < headerBytes) {
        output.fault(TagFault.MALFORMED);
        return;
      }
      int fourCc = hasFourCc ? in.readInt() : commonFourCc;
      int number = in.readUnsignedByte();
      int bytes = kind == ONE_TRACK ? in.readableBytes() : in.readUnsignedMedium();
      if (bytes > in.readableBytes()) {
        output.fault(TagFault.MALFORMED);
        return;
      }
      packets.packet(dtsUs, number, packetType, fourCc, in.readSlice(bytes));
      if (kind == ONE_TRACK) {
        return;
      }
    }
  }
}
