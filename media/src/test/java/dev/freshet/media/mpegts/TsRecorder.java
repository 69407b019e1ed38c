package dev.freshet.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Track;
import dev.freshet.testkit.Splits;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// Remembers what a demuxer found, as values and as readable lines. Releases every payload.
final class TsRecorder implements TsReceiver {
  final Map<Integer, List<Track>> tracks = new TreeMap<>();
  final Map<Integer, List<Unit>> units = new TreeMap<>();
  final List<Long> clocks = new ArrayList<>();
  final List<String> lines = new ArrayList<>();

  record Unit(
      long ptsTicks, long dtsTicks, boolean isKeyframe, boolean isDiscontinuity, String hex) {}

  /// Reads a whole stream, and gives all buffers back.
  static TsRecorder read(byte[] stream) {
    TsRecorder recorder = new TsRecorder();
    recorder.demux(stream);
    return recorder;
  }

  /// Reads a whole stream into this.
  TsFaults demux(byte[] stream) {
    return demux(demuxer -> Splits.whole(stream, demuxer::read));
  }

  /// Hands a new demuxer to `feeder`, ends and closes it.
  TsFaults demux(Feeder feeder) {
    return demux(TsLimits.DEFAULT, feeder);
  }

  TsFaults demux(TsLimits limits, Feeder feeder) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    TsDemuxer demuxer = new TsDemuxer(limits, allocator, this);
    try {
      feeder.feed(demuxer);
      demuxer.end();
    } finally {
      demuxer.close();
      assertThat(allocator.metric().usedHeapMemory()).isZero();
    }
    return demuxer.faults();
  }

  interface Feeder {
    void feed(TsDemuxer demuxer);
  }

  List<Unit> units(int pid) {
    return units.getOrDefault(pid, List.of());
  }

  List<Track> tracks(int pid) {
    return tracks.getOrDefault(pid, List.of());
  }

  List<String> payloads(int pid) {
    return units(pid).stream().map(Unit::hex).toList();
  }

  @Override
  public void track(int pid, Track track) {
    tracks.computeIfAbsent(pid, _ -> new ArrayList<>()).add(track);
    lines.add("track in " + pid + ": " + track);
  }

  @Override
  public void accessUnit(TsAccessUnit unit) {
    byte[] payload = ByteBufUtil.getBytes(unit.payload());
    unit.payload().release();
    units
        .computeIfAbsent(unit.pid(), _ -> new ArrayList<>())
        .add(
            new Unit(
                unit.ptsTicks(),
                unit.dtsTicks(),
                unit.isKeyframe(),
                unit.isDiscontinuity(),
                ByteBufUtil.hexDump(payload)));
    lines.add(describe(unit, payload));
  }

  @Override
  public void clock(int pid, long pcrTicks) {
    clocks.add(pcrTicks);
    lines.add("clock in " + pid + ": " + pcrTicks);
  }

  String dump() {
    return String.join("\n", lines) + "\n";
  }

  private static String describe(TsAccessUnit unit, byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return String.format(
        Locale.ROOT,
        "unit in %d of track %d dts=%d pts+%d%s%s bytes=%d crc=%08x",
        unit.pid(),
        unit.track(),
        unit.dtsTicks(),
        unit.ptsTicks() - unit.dtsTicks(),
        unit.isKeyframe() ? " key" : "",
        unit.isDiscontinuity() ? " discontinuity" : "",
        payload.length,
        crc.getValue());
  }
}
