package dev.freshet.media.mpegts;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Reads a transport stream as it comes in (ISO/IEC 13818-1): the first program's H.264, H.265, AAC
/// (ADTS), MP3, AC-3, E-AC-3 and Opus. Owned by its connection's loop.
///
/// [#read] takes whole packets and leaves the rest in the buffer for the next call. What is broken
/// is dropped and counted in [#faults]; the first access unit behind it says so.
public final class TsDemuxer {
  private static final int PACKET_BYTES = TsPacketWriter.PACKET_BYTES;

  private static final int DAMAGED = 0x800000; // transport_error_indicator
  private static final int UNIT_START = 0x400000;
  private static final int SCRAMBLED = 0xC0;
  private static final int HAS_FIELD = 0x20;
  private static final int HAS_PAYLOAD = 0x10;
  private static final int DISCONTINUITY_FLAG = 0x80;
  private static final int MIN_CLOCK_FIELD_BYTES = 7;

  private final TsLimits limits;
  private final TsReceiver receiver;
  private final TsFaults faults = new TsFaults();
  private final TsTimeline timeline = new TsTimeline();
  private final TsProgram program;
  private long bytesWithoutSync;

  /// @param limits of what is kept of the peer's bytes
  /// @param allocator of the payloads, which go to `receiver`
  public TsDemuxer(TsLimits limits, ByteBufAllocator allocator, TsReceiver receiver) {
    this.limits = limits;
    this.receiver = receiver;
    program = new TsProgram(limits, allocator, timeline, faults, receiver);
  }

  /// Reads what is whole.
  ///
  /// @throws ProtocolException if a limit was passed, or this is no transport stream
  public void read(ByteBuf in) {
    while (in.isReadable()) {
      int at = in.readerIndex();
      if (in.getByte(at) != TsPacketWriter.SYNC_BYTE) {
        skipToSync(in);
      } else if (in.readableBytes() < PACKET_BYTES) {
        return;
      } else {
        in.skipBytes(PACKET_BYTES);
        bytesWithoutSync = 0;
        packet(in, at);
      }
    }
  }

  /// The stream has ended: what is whole by that is handed on.
  public void end() {
    program.end();
  }

  /// Gives all buffers back. Nothing may be called afterwards but [#faults].
  public void close() {
    program.close();
  }

  /// What was dropped so far.
  public TsFaults faults() {
    return faults;
  }

  private void skipToSync(ByteBuf in) {
    int bytes = in.bytesBefore((byte) TsPacketWriter.SYNC_BYTE);
    bytes = bytes < 0 ? in.readableBytes() : bytes;
    in.skipBytes(bytes);
    faults.add(TsFault.NO_SYNC, bytes);
    bytesWithoutSync += bytes;
    if (bytesWithoutSync > limits.maxBytesWithoutSync()) {
      throw ProtocolException.malformed(
          "MPEG-TS: no packet in " + bytesWithoutSync + " bytes (expected: 0x47 every 188 bytes)");
    }
  }

  private void packet(ByteBuf in, int at) {
    int header = in.getInt(at);
    if ((header & (DAMAGED | SCRAMBLED)) != 0) {
      faults.add(TsFault.BAD_PACKET);
      return;
    }
    int from = at + 4;
    int flags = 0;
    if ((header & HAS_FIELD) != 0) {
      int fieldBytes = in.getUnsignedByte(from);
      if (fieldBytes >= TsPacketWriter.MAX_PAYLOAD_BYTES) {
        faults.add(TsFault.BAD_PACKET);
        return;
      }
      flags = fieldBytes == 0 ? 0 : in.getUnsignedByte(from + 1);
      if ((flags & TsPacketWriter.CLOCK_FLAG) != 0 && fieldBytes >= MIN_CLOCK_FIELD_BYTES) {
        clock(header >> 8 & 0x1FFF, in, from + 2);
      }
      from += 1 + fieldBytes;
    }
    route(header, flags, in, from, at + PACKET_BYTES);
  }

  private void clock(int pid, ByteBuf in, int at) {
    if (program.reader(pid) instanceof PesReader) {
      long base = in.getUnsignedInt(at) << 1 | in.getUnsignedByte(at + 4) >> 7;
      receiver.clock(pid, timeline.look(base));
    }
  }

  private void route(int header, int flags, ByteBuf in, int from, int to) {
    boolean isUnitStart = (header & UNIT_START) != 0;
    PidReader reader = program.reader(header >> 8 & 0x1FFF);
    if (reader == null) {
      return;
    }
    if ((flags & DISCONTINUITY_FLAG) != 0) {
      jump(reader, isUnitStart);
    }
    if ((header & HAS_PAYLOAD) == 0 || from >= to || !follows(reader, header & 15)) {
      return;
    }
    switch (reader) {
      case SectionReader section -> section.payload(in, from, to, isUnitStart);
      case PesReader stream -> {
        boolean mayStart = (flags & TsPacketWriter.RANDOM_ACCESS_FLAG) != 0;
        stream.payload(in, from, to, isUnitStart, mayStart);
      }
    }
  }

  /// The sender says that counters and times jump before this packet.
  private static void jump(PidReader reader, boolean isUnitStart) {
    reader.continuity().reset();
    if (isUnitStart) {
      reader.end(); // what came before is whole
    }
    reader.lost();
  }

  /// @return false for a packet that was there before
  private boolean follows(PidReader reader, int counter) {
    return switch (reader.continuity().next(counter)) {
      case NEXT -> true;
      case REPEAT -> false;
      case LOST -> {
        faults.add(TsFault.CONTINUITY);
        reader.lost();
        yield true;
      }
    };
  }
}
