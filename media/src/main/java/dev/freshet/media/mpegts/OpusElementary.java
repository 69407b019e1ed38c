package dev.freshet.media.mpegts;

import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import dev.freshet.media.codec.OpusPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Opus packets, each behind a control header that tells its size. Owned by its [PesReader].
final class OpusElementary implements Elementary {
  private static final int PREFIX = 0x7FE0;
  private static final int PREFIX_MASK = 0xFFE0;
  private static final int START_TRIM = 0x10;
  private static final int END_TRIM = 0x08;
  private static final int EXTENSION = 0x04;
  private static final int TRIM_BYTES = 2;

  private final byte[] config;
  private final ByteBufAllocator allocator;
  private final TrackOutput output;
  private boolean isAnnounced;
  private boolean hasTime;
  private long ticks;

  /// @param config OpusHead
  OpusElementary(byte[] config, ByteBufAllocator allocator, TrackOutput output) {
    this.config = config;
    this.allocator = allocator;
    this.output = output;
  }

  @Override
  public void read(PesTimes times, ByteBuf payload) {
    if (times.hasPts()) {
      ticks = times.ptsTicks();
      hasTime = true;
    }
    while (payload.isReadable()) {
      int bytes = hasTime ? readHeader(payload) : 0;
      if (bytes <= 0 || bytes > payload.readableBytes()) {
        output.fault(TsFault.BAD_FRAME);
        output.discontinuity();
        return;
      }
      packet(payload.readSlice(bytes));
    }
  }

  @Override
  public void lost() {
    output.discontinuity();
  }

  @Override
  public void close() {} // it keeps none

  private void packet(ByteBuf packet) {
    if (!isAnnounced) {
      isAnnounced = true;
      output.audio(AudioCodec.OPUS, config, AudioFormat.of(AudioCodec.OPUS, config));
    }
    int samples = OpusPacket.samples(packet);
    ByteBuf copy = allocator.buffer(packet.readableBytes()).writeBytes(packet);
    output.unit(ticks, ticks, true, copy);
    ticks += samples * 90_000L / 48_000;
  }

  /// opus_control_header.
  ///
  /// @return size of the packet behind it; -1 if it is broken
  private static int readHeader(ByteBuf in) {
    if (in.readableBytes() < 3) {
      return -1;
    }
    int control = in.readUnsignedShort();
    if ((control & PREFIX_MASK) != PREFIX) {
      return -1;
    }
    int bytes = readSize(in);
    int skipBytes = (control & START_TRIM) != 0 ? TRIM_BYTES : 0;
    skipBytes += (control & END_TRIM) != 0 ? TRIM_BYTES : 0;
    if (bytes < 0 || !skip(in, skipBytes)) {
      return -1;
    }
    boolean isWhole =
        (control & EXTENSION) == 0 || in.isReadable() && skip(in, in.readUnsignedByte());
    return isWhole ? bytes : -1;
  }

  /// au_size: the sum of its bytes, of which the first that is not 255 is the last.
  private static int readSize(ByteBuf in) {
    int bytes = 0;
    while (in.isReadable()) {
      int next = in.readUnsignedByte();
      bytes += next;
      if (next != 255) {
        return bytes;
      }
    }
    return -1;
  }

  private static boolean skip(ByteBuf in, int bytes) {
    if (bytes > in.readableBytes()) {
      return false;
    }
    in.skipBytes(bytes);
    return true;
  }
}
