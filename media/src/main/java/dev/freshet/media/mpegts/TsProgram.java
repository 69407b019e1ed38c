package dev.freshet.media.mpegts;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first program of a transport stream: its tables, and a reader for each of its streams. Owned
/// by its [TsDemuxer].
final class TsProgram {
  private static final int PAT_TABLE = 0;
  private static final int PMT_TABLE = 2;

  private final TsLimits limits;
  private final ByteBufAllocator allocator;
  private final TsTimeline timeline;
  private final TsFaults faults;
  private final TsReceiver receiver;
  private final SectionReader pat;
  private @Nullable SectionReader pmt;
  private int pmtPid = -1;
  private List<PesReader> streams = new ArrayList<>();
  private int tracks;

  TsProgram(
      TsLimits limits,
      ByteBufAllocator allocator,
      TsTimeline timeline,
      TsFaults faults,
      TsReceiver receiver) {
    this.limits = limits;
    this.allocator = allocator;
    this.timeline = timeline;
    this.faults = faults;
    this.receiver = receiver;
    pat = new SectionReader(PAT_TABLE, limits.maxSectionBytes(), faults, this::programs);
  }

  /// The reader of a PID, null if nothing in it is wanted.
  @Nullable PidReader reader(int pid) {
    if (pid == TsPids.PAT) {
      return pat;
    }
    return pid == pmtPid ? pmt : stream(pid);
  }

  private @Nullable PesReader stream(int pid) {
    for (PesReader stream : streams) {
      if (stream.pid() == pid) {
        return stream;
      }
    }
    return null;
  }

  /// What is whole by the stream's end is handed on.
  void end() {
    for (PesReader stream : streams) {
      stream.end();
    }
  }

  /// Gives all buffers back.
  void close() {
    for (PesReader stream : streams) {
      stream.close();
    }
    streams = List.of();
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
