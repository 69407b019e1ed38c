package dev.freshet.media.mpegts;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a transport stream as it comes in (ISO/IEC 13818-1): the first program's H.264, H.265, AAC
/// (ADTS), MP3, AC-3, E-AC-3 and Opus. Owned by its connection's loop.
///
/// [#read] takes whole packets and leaves the rest in the buffer for the next call. What is broken
/// is dropped and counted in [#faults]; the first access unit behind it says so.
public final class TsDemuxer {
  private static final int PACKET_BYTES = TsPacketWriter.PACKET_BYTES;
  private static final int PAT_TABLE = 0;
  private static final int PMT_TABLE = 2;

  private static final int DAMAGED = 0x800000; // transport_error_indicator
  private static final int UNIT_START = 0x400000;
  private static final int SCRAMBLED = 0xC0;
  private static final int HAS_FIELD = 0x20;
  private static final int HAS_PAYLOAD = 0x10;
  private static final int DISCONTINUITY_FLAG = 0x80;
  private static final int MIN_CLOCK_FIELD_BYTES = 7;

  private final TsLimits limits;
  private final ByteBufAllocator allocator;
  private final TsReceiver receiver;
  private final TsFaults faults = new TsFaults();
  private final TsTimeline timeline = new TsTimeline();
  private final SectionReader pat;
  private @Nullable SectionReader pmt;
  private int pmtPid = -1;
  private List<PesReader> streams = new ArrayList<>();
  private int tracks;
  private long bytesWithoutSync;

  /// @param limits of what is kept of the peer's bytes
  /// @param allocator of the payloads, which go to `receiver`
  public TsDemuxer(TsLimits limits, ByteBufAllocator allocator, TsReceiver receiver) {
    this.limits = limits;
    this.allocator = allocator;
    this.receiver = receiver;
    pat = new SectionReader(PAT_TABLE, limits.maxSectionBytes(), faults, this::programs);
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
    for (PesReader stream : streams) {
      stream.end();
    }
  }

  /// Gives all buffers back. Nothing may be called afterwards but [#faults].
  public void close() {
    for (PesReader stream : streams) {
      stream.close();
    }
    streams = List.of();
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
    if (stream(pid) != null) {
      long base = in.getUnsignedInt(at) << 1 | in.getUnsignedByte(at + 4) >> 7;
      receiver.clock(pid, timeline.look(base));
    }
  }

  private void route(int header, int flags, ByteBuf in, int from, int to) {
    int pid = header >> 8 & 0x1FFF;
    boolean isUnitStart = (header & UNIT_START) != 0;
    SectionReader section = pid == TsPids.PAT ? pat : pid == pmtPid ? pmt : null;
    PesReader stream = section == null ? stream(pid) : null;
    if ((flags & DISCONTINUITY_FLAG) != 0) {
      discontinuity(section, stream, isUnitStart);
    }
    if ((header & HAS_PAYLOAD) == 0 || from >= to) {
      return;
    }
    int counter = header & 15;
    if (section != null && follows(section, counter)) {
      section.payload(in, from, to, isUnitStart);
    } else if (stream != null && follows(stream, counter)) {
      boolean mayStart = (flags & TsPacketWriter.RANDOM_ACCESS_FLAG) != 0;
      stream.payload(in, from, to, isUnitStart, mayStart);
    }
  }

  private static void discontinuity(
      @Nullable SectionReader section, @Nullable PesReader stream, boolean isUnitStart) {
    if (section != null) {
      section.continuity().reset();
    }
    if (stream != null) {
      stream.continuity().reset();
      if (isUnitStart) {
        stream.end(); // what came before is whole
      }
      stream.lost();
    }
  }

  /// @return false for a packet that was there before
  private boolean follows(SectionReader section, int counter) {
    return switch (section.continuity().next(counter)) {
      case NEXT -> true;
      case REPEAT -> false;
      case LOST -> {
        faults.add(TsFault.CONTINUITY);
        section.lost();
        yield true;
      }
    };
  }

  /// @return false for a packet that was there before
  private boolean follows(PesReader stream, int counter) {
    return switch (stream.continuity().next(counter)) {
      case NEXT -> true;
      case REPEAT -> false;
      case LOST -> {
        faults.add(TsFault.CONTINUITY);
        stream.lost();
        yield true;
      }
    };
  }

  private @Nullable PesReader stream(int pid) {
    for (PesReader stream : streams) {
      if (stream.pid() == pid) {
        return stream;
      }
    }
    return null;
  }

  /// A program association table: the first program is the one.
  private void programs(ByteBuf body) {
    while (body.readableBytes() >= 4) {
      int program = body.readUnsignedShort();
      int pid = body.readUnsignedShort() & 0x1FFF;
      if (program != 0) { // 0 is the network's
        if (pid != pmtPid) {
          pmtPid = pid;
          pmt = new SectionReader(PMT_TABLE, limits.maxSectionBytes(), faults, this::streams);
        }
        return;
      }
    }
  }

  /// A program map table: streams that are new begin, those that are no longer there end.
  private void streams(ByteBuf body) {
    List<PmtStream> announced = PmtStream.all(body);
    if (announced.size() > limits.maxStreams()) {
      throw ProtocolException.limit(
          "mpegts.maxStreams", announced.size() + " (expected: <= " + limits.maxStreams() + ")");
    }
    List<PesReader> before = streams;
    streams = new ArrayList<>();
    for (PmtStream stream : announced) {
      if (stream(stream.pid()) == null) {
        PesReader known = known(before, stream);
        streams.add(known != null ? known : open(stream));
      }
    }
    for (PesReader stream : before) {
      if (!streams.contains(stream)) {
        stream.end();
        stream.close();
      }
    }
  }

  private static @Nullable PesReader known(List<PesReader> streams, PmtStream announced) {
    for (PesReader stream : streams) {
      if (stream.announced().equals(announced)) {
        return stream;
      }
    }
    return null;
  }

  private PesReader open(PmtStream announced) {
    TrackOutput output = new TrackOutput(announced.pid(), tracks++, faults, receiver);
    return new PesReader(
        announced,
        limits.maxPesBytes(),
        allocator,
        timeline,
        faults,
        elementary(announced, output));
  }

  private Elementary elementary(PmtStream announced, TrackOutput output) {
    return switch (announced.coding()) {
      case AVC -> new VideoElementary(VideoCodec.AVC, allocator, output);
      case HEVC -> new VideoElementary(VideoCodec.HEVC, allocator, output);
      case AAC -> new SoundElementary(AudioCodec.AAC, allocator, output);
      case MPEG1_AUDIO, MPEG2_AUDIO -> new SoundElementary(AudioCodec.MP3, allocator, output);
      case AC3 -> new SoundElementary(AudioCodec.AC3, allocator, output);
      case EAC3 -> new SoundElementary(AudioCodec.EAC3, allocator, output);
      case OPUS -> new OpusElementary(OpusChannels.head(announced.opusCode()), allocator, output);
    };
  }
}
