package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaMemoryTest {
  private final MediaMemory memory = new MediaMemory();

  @Test
  void aLogHoldsWhatItsProfileSaysWhileThereIsRoom() {
    memory.addLogBytes(1_000);
    memory.reviewLogs(1_000, 10);
    assertThat(memory.isFull()).isFalse();
    assertThat(memory.allowedLogBytes(500)).isEqualTo(500);
  }

  @Test
  void eachLogIsHeldToItsShareUntilThereIsRoomAgain() {
    memory.addLogBytes(1_001);
    memory.reviewLogs(1_000, 10);
    assertThat(memory.isFull()).isTrue();
    assertThat(memory.allowedLogBytes(500)).isEqualTo(33);
    memory.addLogBytes(-150); // 851: not yet
    memory.reviewLogs(1_000, 10);
    assertThat(memory.isFull()).isTrue();
    memory.addLogBytes(-51);
    memory.reviewLogs(1_000, 10);
    assertThat(memory.isFull()).isFalse();
  }

  @Test
  void eachPackagerIsHeldToItsShareUntilThereIsRoomAgain() {
    memory.packagerStarted();
    memory.packagerStarted();
    memory.addSegmentBytes(1_000);
    memory.reviewSegments(1_000);
    assertThat(memory.isFullOfSegments()).isFalse();
    assertThat(memory.allowedSegmentBytes()).isEqualTo(Long.MAX_VALUE);
    memory.addSegmentBytes(1);
    memory.reviewSegments(1_000);
    assertThat(memory.isFullOfSegments()).isTrue();
    assertThat(memory.allowedSegmentBytes()).isEqualTo(500);
    memory.packagerStopped();
    memory.addSegmentBytes(-201);
    memory.reviewSegments(1_000);
    assertThat(memory.isFullOfSegments()).isFalse();
    assertThat(memory.segmentBytes()).isEqualTo(800);
  }

  @Test
  void viewersAreHandedLessWhileTooMuchWaits() {
    memory.reviewUnsent(100 << 20, 50 << 20, 1_000);
    assertThat(memory.allowedSendBytes(256 << 10)).isEqualTo((50 << 20) / 1_000);
    memory.reviewUnsent(100 << 20, 50 << 20, 1_000_000);
    assertThat(memory.allowedSendBytes(256 << 10)).isEqualTo(16 << 10);
    memory.reviewUnsent(10 << 20, 50 << 20, 1_000);
    assertThat(memory.allowedSendBytes(256 << 10)).isEqualTo(256 << 10);
  }
}
