package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameLogTest {
  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));
  private static final StreamHeader HEADER =
      new StreamHeader(EPOCH, 0, List.of(Tracks.video(1)), Map.of(), 2_000_000, 350_000, 0);
  private static final GopHeader GOP = GopHeader.none(EPOCH);

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  private final MediaMemory memory = new MediaMemory();
  private long sequence;

  @Test
  void keepsWholeGopsThatReachBackOverTheWindow() {
    FrameLog log = new FrameLog(1_000_000, 1 << 20, memory);
    for (int i = 0; i < 100; i++) {
      append(log, i % 10 == 0, i * 40_000L, 100);
    }
    assertThat(log.frames()).isEqualTo(30); // 0.36 s of the newest GOP, and 0.8 s before it
    assertThat(log.at(log.entryIndex(0)).stamp().sequence()).isEqualTo(90);
    assertThat(log.at(log.entryIndex(500_000)).stamp().sequence()).isEqualTo(90);
    assertThat(log.at(log.entryIndex(900_000)).stamp().sequence()).isEqualTo(80);
    closes(log);
  }

  @Test
  void dropsWholeGopsBeyondItsBytes() {
    FrameLog log = new FrameLog(1_000_000_000, 30 * (1_000 + FrameLog.FRAME_BYTES), memory);
    for (int i = 0; i < 100; i++) {
      append(log, i % 10 == 0, i * 40_000L, 1_000);
      assertThat(log.frames()).isLessThanOrEqualTo(30);
    }
    assertThat(log.from(log.entryIndex(Long.MAX_VALUE))).hasSize(30);
    closes(log);
  }

  @Test
  void keepsLessWhileAllLogsTogetherHoldTooMuch() {
    FrameLog log = new FrameLog(1_000_000_000, 1 << 30, memory);
    for (int i = 0; i < 100; i++) {
      append(log, i % 10 == 0, i * 40_000L, 1_000);
    }
    assertThat(memory.logBytes()).isEqualTo(100_000);
    memory.reviewLogs(90_000, 1);
    append(log, true, 4_000_000, 1_000);
    assertThat(memory.logBytes()).isLessThanOrEqualTo(30_000); // a third: there are three logs
    memory.reviewLogs(90_000, 1);
    for (int i = 101; i < 180; i++) {
      append(log, i % 10 == 0, i * 40_000L, 1_000);
    }
    assertThat(memory.logBytes()).isBetween(80_000L, 110_000L);
    closes(log);
    assertThat(memory.logBytes()).isZero();
  }

  @Test
  void boundsFramesWithoutAnyPayload() {
    FrameLog log = new FrameLog(1_000_000, 100 * FrameLog.FRAME_BYTES, memory);
    for (int i = 0; i < 1_000; i++) {
      append(log, i % 10 == 0, 0, 0); // nor does time pass
      assertThat(log.frames()).isLessThanOrEqualTo(100);
    }
    closes(log);
  }

  @Test
  void letsGoOfAGopThatIsLargerThanItsBound() {
    FrameLog log = new FrameLog(1_000_000, 10 * (1_000 + FrameLog.FRAME_BYTES), memory);
    append(log, true, 0, 1_000);
    for (int i = 1; i < 50; i++) {
      append(log, false, i * 40_000L, 1_000);
    }
    assertThat(log.frames()).isZero();
    assertThat(log.entryIndex(0)).isEqualTo(-1);
    append(log, true, 2_000_000, 1_000);
    assertThat(log.frames()).isEqualTo(1);
    closes(log);
  }

  @Test
  void keepsNothingBeforeTheFirstEntryPoint() {
    FrameLog log = new FrameLog(1_000_000, 1 << 20, memory);
    append(log, false, 0, 100);
    assertThat(log.frames()).isZero();
    closes(log);
  }

  private void append(FrameLog log, boolean entry, long dtsUs, int payloadBytes) {
    ByteBuf payload = allocator.heapBuffer(Math.max(1, payloadBytes)).writeZero(payloadBytes);
    int flags = entry ? Stamp.ENTRY_POINT : 0;
    Stamp stamp =
        new Stamp(EPOCH, sequence++, Tracks.VIDEO, 0, 0, 0, 0, 0, 0, flags, dtsUs, dtsUs, 0);
    Frame frame = new Frame.Video(stamp, HEADER, GOP, payload);
    log.append(frame);
    frame.release();
  }

  private void closes(FrameLog log) {
    log.close();
    assertThat(log.bytes()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }
}
