package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/// Puts the PSI sections of one PID together (ISO/IEC 13818-1 2.4.4) and hands on those that are
/// whole and new. Owned by one demuxer.
final class SectionReader implements PidReader {
  private static final int HEADER_BYTES = 3;
  private static final int CRC_BYTES = 4;
  private static final int MIN_BYTES = HEADER_BYTES + 5 + CRC_BYTES;
  private static final int STUFFING = 0xFF;

  private final int tableId;
  private final TsFaults faults;
  private final Consumer<ByteBuf> receiver;
  private final ByteBuf section;
  private final Continuity continuity = new Continuity();
  private boolean isCollecting;
  private int lastCrc;
  private boolean hasLast;

  /// @param tableId of the sections that are wanted
  /// @param receiver takes the body of each, between header and checksum; the buffer stays here
  SectionReader(int tableId, int maxBytes, TsFaults faults, Consumer<ByteBuf> receiver) {
    this.tableId = tableId;
    this.faults = faults;
    this.receiver = receiver;
    section = Unpooled.buffer(maxBytes, maxBytes);
  }

  @Override
  public Continuity continuity() {
    return continuity;
  }

  @Override
  public void lost() {
    isCollecting = false;
  }

  @Override
  public void end() {} // a section is whole with its last byte

  /// Takes the payload of a packet, from index `from` to `to`.
  void payload(ByteBuf in, int from, int to, boolean isUnitStart) {
    if (!isUnitStart) {
      collect(in, from, to);
      return;
    }
    if (from >= to) {
      faults.add(TsFault.BAD_PACKET);
      return;
    }
    int start = from + 1 + in.getUnsignedByte(from); // pointer_field
    if (start > to) {
      faults.add(TsFault.BAD_PACKET);
      isCollecting = false;
      return;
    }
    collect(in, from + 1, start); // the end of the section before
    int at = start;
    while (at < to && in.getUnsignedByte(at) != STUFFING) {
      section.clear();
      isCollecting = true;
      at = collect(in, at, to);
    }
  }

  /// Takes what is missing of the section.
  ///
  /// @return where it ended
  private int collect(ByteBuf in, int from, int to) {
    int at = from;
    while (isCollecting && at < to) {
      int missing = missingBytes();
      if (missing > section.writableBytes() || missing <= 0) {
        faults.add(TsFault.BAD_SECTION);
        isCollecting = false;
        return to;
      }
      int bytes = Math.min(missing, to - at);
      section.writeBytes(in, at, bytes);
      at += bytes;
      if (section.readableBytes() >= HEADER_BYTES && missingBytes() == 0) {
        isCollecting = false;
        whole();
      }
    }
    return at;
  }

  private int missingBytes() {
    int size = section.readableBytes();
    if (size < HEADER_BYTES) {
      return HEADER_BYTES - size;
    }
    return HEADER_BYTES + (section.getUnsignedShort(1) & 0xFFF) - size;
  }

  private void whole() {
    int size = section.readableBytes();
    if (size < MIN_BYTES || Crc32Mpeg.of(section, 0, size) != 0) {
      faults.add(TsFault.BAD_SECTION);
      return;
    }
    int crc = section.getInt(size - CRC_BYTES);
    boolean isCurrent = (section.getByte(5) & 1) != 0; // current_next_indicator
    if (section.getUnsignedByte(0) != tableId || !isCurrent || hasLast && crc == lastCrc) {
      return;
    }
    lastCrc = crc;
    hasLast = true;
    int bodyAt = MIN_BYTES - CRC_BYTES;
    receiver.accept(section.slice(bodyAt, size - MIN_BYTES));
  }
}
