package dev.freshet.media.mpegts;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Puts the PES packets of one PID together (ISO/IEC 13818-1 2.4.3.6). One that tells its length is
/// handed on with its last byte, another when the next one begins. Owned by one demuxer.
final class PesReader implements PidReader {
  private static final int FIRST_CAPACITY_BYTES = 4 << 10;
  private static final int FIXED_BYTES = 9; // up to PES_header_data_length
  private static final int LENGTH_AT = 4;
  private static final int TIME_BYTES = 5;

  private final PmtStream announced;
  private final int maxBytes;
  private final TsTimeline timeline;
  private final TsFaults faults;
  private final Elementary elementary;
  private final ByteBuf pes;
  private final Continuity continuity = new Continuity();
  private boolean isCollecting;
  private boolean isRandomAccess;

  PesReader(
      PmtStream announced,
      int maxBytes,
      ByteBufAllocator allocator,
      TsTimeline timeline,
      TsFaults faults,
      Elementary elementary) {
    this.announced = announced;
    this.maxBytes = maxBytes;
    this.timeline = timeline;
    this.faults = faults;
    this.elementary = elementary;
    pes = allocator.buffer(Math.min(FIRST_CAPACITY_BYTES, maxBytes));
  }

  int pid() {
    return announced.pid();
  }

  /// What the PMT says of it.
  PmtStream announced() {
    return announced;
  }

  @Override
  public Continuity continuity() {
    return continuity;
  }

  /// Takes the payload of a packet, from index `from` to `to`.
  void payload(ByteBuf in, int from, int to, boolean isUnitStart, boolean mayStart) {
    if (isUnitStart) {
      end();
      isCollecting = true;
      isRandomAccess = mayStart;
    }
    if (!isCollecting) {
      return;
    }
    int bytes = to - from;
    if (bytes > maxBytes - pes.readableBytes()) {
      throw ProtocolException.limit(
          "mpegts.maxPesBytes", "more than " + maxBytes + " in PID " + pid());
    }
    pes.writeBytes(in, from, bytes);
    int wholeBytes = wholeBytes();
    if (wholeBytes > 0 && pes.readableBytes() >= wholeBytes) {
      pes.writerIndex(pes.readerIndex() + wholeBytes); // the rest is nobody's
      read();
    }
  }

  @Override
  public void lost() {
    drop();
    elementary.lost();
  }

  @Override
  public void end() {
    if (!isCollecting) {
      return;
    }
    if (wholeBytes() == 0) {
      read(); // without a length it ends where the next one begins
    } else {
      faults.add(TsFault.BAD_PES); // it said that there was more
      lost();
    }
  }

  /// Gives its buffers back.
  void close() {
    pes.release();
    elementary.close();
  }

  private void drop() {
    isCollecting = false;
    pes.clear();
  }

  /// Size of the PES packet, 0 if it does not tell or not yet.
  private int wholeBytes() {
    if (pes.readableBytes() < LENGTH_AT + 2) {
      return 0;
    }
    int length = pes.getUnsignedShort(LENGTH_AT);
    return length == 0 ? 0 : LENGTH_AT + 2 + length;
  }

  private void read() {
    int headerBytes = headerBytes();
    if (headerBytes < 0) {
      faults.add(TsFault.BAD_PES);
      lost();
      return;
    }
    Elementary.PesTimes times = times();
    pes.readerIndex(headerBytes);
    elementary.read(times, pes);
    drop();
  }

  /// -1 if it is broken.
  private int headerBytes() {
    int size = pes.readableBytes();
    if (size < FIXED_BYTES || pes.getMedium(0) != 1 || pes.getUnsignedByte(6) >> 6 != 2) {
      return -1;
    }
    int dataBytes = pes.getUnsignedByte(8);
    int timeBytes = Integer.bitCount(timeFlags()) * TIME_BYTES;
    int headerBytes = FIXED_BYTES + dataBytes;
    return timeBytes > dataBytes || headerBytes > size ? -1 : headerBytes;
  }

  /// 2: a presentation time; 3: a decoding time too; 1 is forbidden, and counts as none.
  private int timeFlags() {
    int flags = pes.getUnsignedByte(7) >> 6;
    return flags == 1 ? 0 : flags;
  }

  private Elementary.PesTimes times() {
    int flags = timeFlags();
    if (flags == 0) {
      return new Elementary.PesTimes(false, 0, 0, isRandomAccess);
    }
    long pts = time(FIXED_BYTES);
    long dts = flags == 3 ? time(FIXED_BYTES + TIME_BYTES) : pts;
    long dtsTicks = timeline.unwrap(dts);
    return new Elementary.PesTimes(true, TsClock.unwrap(dtsTicks, pts), dtsTicks, isRandomAccess);
  }

  private long time(int at) {
    return (pes.getByte(at) >> 1 & 7L) << 30
        | pes.getUnsignedShort(at + 1) >> 1 << 15
        | pes.getUnsignedShort(at + 3) >> 1;
  }
}
