package dev.freshet.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for every stream that an origin may stamp.
class TsRoundTripTest {
  private static final int FEW = 60;

  @Test
  void demuxesWhatWasMuxed() {
    Seeds.check(
        Seeds.count(FEW),
        random -> {
          Broadcast broadcast = new Broadcast(random);
          TsRecorder found = new TsRecorder();
          TsFaults faults = found.demux(broadcast.mux());
          for (TsFault fault : TsFault.values()) {
            assertThat(faults.count(fault)).as("%s", fault).isZero();
          }
          assertFrames(found.units(TsPids.VIDEO), broadcast.pictures, 0);
          assertFrames(found.units(TsPids.AUDIO), broadcast.sounds, 1);
          assertTracks(found, broadcast);
        });
  }

  @Test
  void goesOnCountingFromSegmentToSegment() {
    Seeds.check(
        Seeds.count(FEW),
        random -> {
          Broadcast broadcast = new Broadcast(random);
          new TsPackets(broadcast.mux()).assertContinuity();
          broadcast.segments.forEach((segment, frames) -> {
            TsPackets packets = new TsPackets(mux(frames, segment));
            assertThat(packets.all.get(0).counter()).isEqualTo(segment % 16);
            assertThat(packets.all.get(1).counter()).isEqualTo(segment % 16);
            assertThat(packets.payloadPackets(TsPids.PAT)).isEqualTo(1);
            assertThat(packets.payloadPackets(TsPids.PMT)).isEqualTo(1);
            assertThat(packets.payloadPackets(TsPids.VIDEO) % 16).isZero();
            assertThat(packets.payloadPackets(TsPids.AUDIO) % 16).isZero();
          });
        });
  }

  @Test
  void writesTheSameBytesInWhateverOrderTheFramesCame() {
    Seeds.check(
        Seeds.count(20),
        random -> {
          Broadcast broadcast = new Broadcast(random);
          broadcast.segments.forEach((segment, frames) -> assertOrderIsIrrelevant(frames, random));
        });
  }

  @Test
  void writesTheSameBytesOnANodeThatGotEachHeaderAnew() {
    Seeds.check(
        Seeds.count(20),
        random -> {
          Broadcast broadcast = new Broadcast(random);
          broadcast.segments.forEach((segment, frames) -> {
            List<Frame> copies = new ArrayList<>();
            for (Frame frame : frames) {
              copies.add(TsFrames.copy(frame));
            }
            assertThat(mux(copies, segment)).isEqualTo(mux(frames, segment));
          });
        });
  }

  @Test
  void givesTheClockInTimeAndOften() {
    Seeds.check(
        Seeds.count(FEW),
        random -> {
          Broadcast broadcast = new Broadcast(random);
          broadcast.segments.forEach((segment, frames) -> assertClock(mux(frames, segment)));
        });
  }

  private static void assertFrames(List<TsRecorder.Unit> units, List<Frame> frames, int tolerance) {
    List<String> payloads = new ArrayList<>();
    for (Frame frame : frames) {
      payloads.add(ByteBufUtil.hexDump(frame.payload()));
    }
    assertThat(units.stream().map(TsRecorder.Unit::hex).toList()).isEqualTo(payloads);
    for (int i = 0; i < frames.size(); i++) {
      if (!isThat(units.get(i), units.getFirst(), frames.get(i), frames.getFirst(), tolerance)) {
        throw new AssertionError(units.get(i) + " (expected: " + frames.get(i).stamp() + ")");
      }
    }
  }

  private static boolean isThat(
      TsRecorder.Unit unit, TsRecorder.Unit firstUnit, Frame frame, Frame first, int tolerance) {
    Stamp stamp = frame.stamp();
    long dtsTicks = TsClock.ticks(stamp.dtsUs());
    long ticks = dtsTicks - TsClock.ticks(first.stamp().dtsUs()); // grows on past the wrap
    return Math.abs(unit.dtsTicks() - firstUnit.dtsTicks() - ticks) <= tolerance
        && unit.ptsTicks() - unit.dtsTicks() == TsClock.ticks(stamp.ptsUs()) - dtsTicks
        && unit.isKeyframe() == (frame instanceof Frame.Audio || stamp.has(Stamp.KEYFRAME))
        && !unit.isDiscontinuity();
  }

  private static void assertTracks(TsRecorder found, Broadcast broadcast) {
    if (broadcast.video != null) {
      assertThat(found.tracks(TsPids.VIDEO)).hasSize(1);
      assertThat(found.tracks(TsPids.VIDEO).getFirst().sameDecoder(broadcast.video)).isTrue();
    }
    if (broadcast.audio != null && !broadcast.audio.equals(TsFrames.HE_AAC)) {
      assertThat(found.tracks(TsPids.AUDIO)).hasSize(1);
      assertThat(found.tracks(TsPids.AUDIO).getFirst().sameDecoder(broadcast.audio)).isTrue();
    }
  }

  private static void assertOrderIsIrrelevant(List<Frame> frames, Random random) {
    List<Frame> shuffled = new ArrayList<>(frames);
    Collections.shuffle(shuffled, random);
    assertThat(mux(shuffled, 7)).isEqualTo(mux(frames, 7));
  }

  private static void assertClock(byte[] segment) {
    TsRecorder found = TsRecorder.read(segment);
    long last = -1;
    for (long clock : found.clocks) {
      long step = last < 0 ? 0 : clock - last;
      boolean isHole = step > SegmentLayout.MAX_HOLE_TICKS;
      if (step < 0 || step > SegmentLayout.MAX_CLOCK_INTERVAL_TICKS && !isHole) {
        throw new AssertionError("clock: " + clock + " behind " + last);
      }
      last = clock;
    }
    if (!found.clocks.isEmpty()) {
      for (List<TsRecorder.Unit> units : found.units.values()) {
        assertThat(units.getFirst().dtsTicks()).isGreaterThan(found.clocks.getFirst() - 9_000);
      }
    }
  }

  private static byte[] mux(List<Frame> frames, long segment) {
    return TsFrames.mux(frames, segment, 0);
  }
}
