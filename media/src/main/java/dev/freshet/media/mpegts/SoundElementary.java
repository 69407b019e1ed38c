package dev.freshet.media.mpegts;

import dev.freshet.media.codec.Adts;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import dev.freshet.media.codec.SyncFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/// Sound whose every frame begins with a sync word: AAC in ADTS, MP3, AC-3, E-AC-3. Splits PES
/// packets into frames, which may go on in the next PES packet. Owned by its [PesReader].
final class SoundElementary implements Elementary {
  private static final int CHECK_BYTES = SyncFrame.HEADER_BYTES; // ADTS needs less

  private final AudioCodec codec;
  private final ByteBufAllocator allocator;
  private final TrackOutput output;
  private final Adts adts = new Adts();
  private final ByteBuf pending;
  private byte[] config = new byte[0];
  private int syncKey;
  private AudioFormat format = AudioFormat.UNKNOWN;
  private boolean isInSync = true;

  // the time of a frame is that of a PES packet plus the samples since
  private long baseTicks;
  private long samplesSinceBase;
  private boolean hasBase;

  SoundElementary(AudioCodec codec, ByteBufAllocator allocator, TrackOutput output) {
    this.codec = codec;
    this.allocator = allocator;
    this.output = output;
    pending = allocator.buffer();
  }

  @Override
  public void read(PesTimes times, ByteBuf payload) {
    int newAt = pending.writerIndex();
    boolean isTimed = !times.hasPts();
    pending.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    for (int bytes = nextFrame(); bytes > 0; bytes = nextFrame()) {
      if (!isTimed && pending.readerIndex() >= newAt) {
        isTimed = true; // the first frame that begins in this PES packet
        begin(times.ptsTicks());
      }
      frame(bytes);
    }
    if (!isTimed && pending.readerIndex() >= newAt) {
      begin(times.ptsTicks()); // the first frame that begins in it ends in the next one
    }
    pending.discardReadBytes();
  }

  @Override
  public void lost() {
    pending.clear();
    output.discontinuity();
  }

  @Override
  public void close() {
    pending.release();
  }

  private void begin(long ticks) {
    baseTicks = ticks;
    samplesSinceBase = 0;
    hasBase = true;
  }

  /// Goes to where the next frame begins.
  ///
  /// @return its size; 0 if it is not whole yet
  private int nextFrame() {
    while (pending.readableBytes() >= CHECK_BYTES) {
      int bytes = frameBytes(pending.readerIndex());
      if (bytes >= CHECK_BYTES) {
        isInSync = true;
        return bytes <= pending.readableBytes() ? bytes : 0;
      }
      if (isInSync) {
        output.fault(TsFault.BAD_FRAME);
        output.discontinuity();
        isInSync = false;
      }
      pending.skipBytes(1);
    }
    return 0;
  }

  private int frameBytes(int at) {
    if (codec == AudioCodec.AAC) {
      return Adts.frameBytes(pending, at);
    }
    int bytes = SyncFrame.frameBytes(codec, pending, at);
    return codec == AudioCodec.EAC3 && bytes > 0 ? withDependents(at, bytes) : bytes;
  }

  /// Substreams that belong to a frame stand behind it; those of which the head is not there yet
  /// are in another PES packet, and count as frames of their own.
  private int withDependents(int at, int frameBytes) {
    int bytes = frameBytes;
    while (at + bytes + CHECK_BYTES <= pending.writerIndex()
        && SyncFrame.isDependent(pending, at + bytes)) {
      bytes += SyncFrame.frameBytes(codec, pending, at + bytes);
    }
    return bytes;
  }

  private void frame(int bytes) {
    ByteBuf frame = pending.readSlice(bytes);
    if (codec == AudioCodec.AAC) {
      if (!adts.read(frame) || !frame.isReadable()) {
        output.fault(TsFault.BAD_FRAME);
        return;
      }
      describeAac();
    } else {
      describe(frame);
    }
    if (!hasBase) {
      output.fault(TsFault.BAD_PES); // sound without a time
      return;
    }
    long ticks = baseTicks + ticks(samplesSinceBase);
    samplesSinceBase += format.samplesPerFrame();
    ByteBuf payload = allocator.buffer(frame.readableBytes()).writeBytes(frame);
    output.unit(ticks, ticks, true, payload);
  }

  private long ticks(long samples) {
    int rate = format.sampleRate();
    return rate == 0 ? 0 : Math.floorDiv(samples * 90_000 + rate / 2, rate);
  }

  private void describeAac() {
    if (!Arrays.equals(config, adts.config())) {
      config = adts.config();
      announce(AudioFormat.of(AudioCodec.AAC, config));
    }
  }

  private void describe(ByteBuf frame) {
    int key = SyncFrame.key(codec, frame);
    if (format.sampleRate() == 0 || key != syncKey) {
      syncKey = key;
      AudioFormat now = SyncFrame.format(codec, frame);
      if (now.sampleRate() > 0 && !now.equals(format)) {
        announce(now);
      }
    }
  }

  private void announce(AudioFormat now) {
    if (hasBase) {
      begin(baseTicks + ticks(samplesSinceBase)); // samples so far had the rate before
    }
    format = now;
    output.audio(codec, config, now);
  }
}
