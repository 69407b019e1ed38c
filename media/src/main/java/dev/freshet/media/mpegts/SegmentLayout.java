package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;
import java.util.List;

/// Puts the PES packets of a segment one behind the other in order of time, and sees to it that the
/// clock reference comes often enough. Owned by one segment.
final class SegmentLayout {
  /// The clock reference comes at least this often (ISO/IEC 13818-1 2.7.2), in ticks.
  static final long MAX_CLOCK_INTERVAL_TICKS = 9_000;

  /// A hole longer than this is a jump, which is not filled with clock references, in ticks.
  static final long MAX_HOLE_TICKS = 900_000;

  private final ByteBuf scratch;
  private final ByteBuf out;
  private final TsPacketWriter video;
  private final TsPacketWriter audio;
  private final TsPacketWriter clock;
  private long clockTicks;

  SegmentLayout(SegmentTracks tracks, ByteBuf scratch, ByteBuf out) {
    this.scratch = scratch;
    this.out = out;
    video = new TsPacketWriter(TsPids.VIDEO, out);
    audio = new TsPacketWriter(TsPids.AUDIO, out);
    clock = tracks.video() != null ? video : audio;
  }

  void write(List<Pes> pictures, List<Pes> sounds) {
    PacketPlan videoPlan = new PacketPlan(pictures);
    PacketPlan audioPlan = new PacketPlan(sounds);
    out.ensureWritable((videoPlan.packets() + audioPlan.packets()) * TsPacketWriter.PACKET_BYTES);
    int picture = 0;
    int sound = 0;
    clockTicks = Long.MIN_VALUE;
    while (picture < pictures.size() || sound < sounds.size()) {
      boolean isPicture =
          sound == sounds.size()
              || picture < pictures.size() && pictures.get(picture).isBefore(sounds.get(sound));
      if (isPicture) {
        write(pictures.get(picture), video, videoPlan.packets(picture++));
      } else {
        write(sounds.get(sound), audio, audioPlan.packets(sound++));
      }
    }
  }

  private void write(Pes pes, TsPacketWriter writer, int packets) {
    writeClockUpTo(pes.dtsTicks());
    if (pes.hasClock()) {
      clockTicks = pes.dtsTicks();
    }
    writer.write(pes, packets, scratch);
  }

  /// Writes the clock references that are due before the one at `dtsTicks`.
  private void writeClockUpTo(long dtsTicks) {
    if (clockTicks == Long.MIN_VALUE || dtsTicks - clockTicks > MAX_HOLE_TICKS) {
      clockTicks = dtsTicks; // the segment begins, or goes on elsewhere
    }
    while (dtsTicks - clockTicks > MAX_CLOCK_INTERVAL_TICKS) {
      clockTicks += MAX_CLOCK_INTERVAL_TICKS;
      clock.writeClock(clockTicks - TsClock.PCR_LEAD_TICKS);
    }
  }
}
