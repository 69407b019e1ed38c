package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Writes the transport packets of one media PID of one segment (ISO/IEC 13818-1 2.4.3). Owned by
/// that segment.
final class TsPacketWriter {
  static final int PACKET_BYTES = 188;
  static final int SYNC_BYTE = 0x47;
  static final int MAX_PAYLOAD_BYTES = 184;

  /// An adaptation field with flags alone, and one with a clock reference.
  static final int FLAGS_FIELD_BYTES = 2;

  static final int CLOCK_FIELD_BYTES = 8;

  /// payload_unit_start_indicator, in the 16 bits with the PID.
  static final int UNIT_START = 0x4000;

  /// adaptation_field_control, in the byte with the continuity counter.
  static final int PAYLOAD = 0x10;

  static final int FIELD = 0x20;

  static final int RANDOM_ACCESS_FLAG = 0x40;
  static final int CLOCK_FLAG = 0x10;

  private static final byte[] STUFFING = stuffing();

  private final int pid;
  private final ByteBuf out;
  private int payloadPackets;

  TsPacketWriter(int pid, ByteBuf out) {
    this.pid = pid;
    this.out = out;
  }

  /// Writes a PES packet over this many packets.
  ///
  /// @param scratch holds the PES packet
  void write(Pes pes, int packets, ByteBuf scratch) {
    int at = pes.at();
    int left = pes.bytes();
    for (int packet = 0; packet < packets; packet++) {
      int payloadBytes = packet == 0 ? first(pes, packets) : share(pes, packets, packet, left);
      writeHeader(pes, packet == 0, MAX_PAYLOAD_BYTES - payloadBytes);
      out.writeBytes(scratch, at, payloadBytes);
      at += payloadBytes;
      left -= payloadBytes;
    }
  }

  /// Writes a packet that holds nothing but the clock reference, which does not count.
  void writeClock(long pcrTicks) {
    out.writeInt(header(pid, FIELD, payloadPackets - 1));
    writeField(MAX_PAYLOAD_BYTES, CLOCK_FLAG, pcrTicks);
  }

  /// The four bytes that each packet begins with.
  static int header(int startAndPid, int control, int counter) {
    return SYNC_BYTE << 24 | startAndPid << 8 | control | counter & 15;
  }

  /// What the first packet takes: all it can, or when there are more packets than needed its share,
  /// but the whole header and no byte too much for the others.
  private static int first(Pes pes, int packets) {
    int room = Math.min(pes.bytes(), MAX_PAYLOAD_BYTES - pes.fieldBytes());
    if (packets == pes.minPackets()) {
      return room;
    }
    int share = Math.max(pes.headerBytes(), Math.ceilDiv(pes.bytes(), packets));
    return Math.min(room, Math.min(share, pes.bytes() - (packets - 1)));
  }

  private static int share(Pes pes, int packets, int packet, int left) {
    return packets == pes.minPackets()
        ? Math.min(left, MAX_PAYLOAD_BYTES)
        : Math.ceilDiv(left, packets - packet);
  }

  private void writeHeader(Pes pes, boolean isFirst, int fieldBytes) {
    int control = fieldBytes > 0 ? FIELD | PAYLOAD : PAYLOAD;
    out.writeInt(header(isFirst ? UNIT_START | pid : pid, control, payloadPackets++));
    int flags = 0;
    if (isFirst) {
      flags = (pes.isRandomAccess() ? RANDOM_ACCESS_FLAG : 0) | (pes.hasClock() ? CLOCK_FLAG : 0);
    }
    writeField(fieldBytes, flags, pes.dtsTicks() - TsClock.PCR_LEAD_TICKS);
  }

  /// adaptation_field (2.4.3.4) of exactly `bytes`, with its length.
  private void writeField(int bytes, int flags, long pcrTicks) {
    if (bytes == 0) {
      return;
    }
    int endIndex = out.writerIndex() + bytes;
    out.writeByte(bytes - 1);
    if (bytes > 1) {
      out.writeByte(flags);
    }
    if ((flags & CLOCK_FLAG) != 0) {
      out.writeInt((int) (pcrTicks >> 1)); // program_clock_reference_base
      out.writeShort((int) (pcrTicks & 1) << 15 | 0x7E00); // the 27 MHz extension is 0
    }
    out.writeBytes(STUFFING, 0, endIndex - out.writerIndex());
  }

  private static byte[] stuffing() {
    byte[] stuffing = new byte[MAX_PAYLOAD_BYTES];
    Arrays.fill(stuffing, (byte) 0xFF);
    return stuffing;
  }
}
