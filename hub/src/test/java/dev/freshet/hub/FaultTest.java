package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.contract.StreamKey;
import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.WireFormat;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A bug in a muxer ends its stream, and nothing else.
class FaultTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");

  private final Rig rig = new Rig(2, 1);
  private final Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.freshet.hub");

  @BeforeEach
  void watchLog() {
    logger.setLevel(Level.ERROR);
    logger.setAdditive(false);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void unwatchLog() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  @Test
  void inTheMiddleOfABatchEndsTheStreamWithOneLineAndLeaksNothing() {
    FakePublisher other = publishOther();
    FakeOutput healthy = rig.join(0, FORMAT);
    broadcast.frames(3);
    FakeOutput broken = rig.join(1, new BrokenFormat(Step.FRAME, 12));
    broadcast.frames(10);
    assertFaulted(healthy, broken);
    assertThat(other.ended()).isEmpty();
    assertThat(rig.registry.streams()).hasSize(1);
  }

  @Test
  void whileAFormatIsOpenedEndsTheStreamWithOneLineAndLeaksNothing() {
    FakeOutput healthy = rig.join(0, FORMAT);
    broadcast.frames(3);
    FakeOutput broken = rig.join(1, new BrokenFormat(Step.FRAME, 3));
    rig.loops.runUntilIdle();
    assertFaulted(healthy, broken);
  }

  @Test
  void inAPreambleOrAHeaderEndsTheStreamAndLeaksNothing() {
    FakeOutput healthy = rig.join(0, FORMAT);
    FakeOutput broken = rig.join(1, new BrokenFormat(Step.PREAMBLE, 0));
    broadcast.frames(3);
    assertFaulted(healthy, broken);
  }

  @Test
  void inHeadersEndsTheStreamAndLeaksNothing() {
    FakeOutput broken = rig.join(1, new BrokenFormat(Step.HEADERS, 0));
    broadcast.frames(3);
    assertFaulted(broken);
  }

  @Test
  void aMuxerThatWritesMoreThanItMayEndsTheStreamAndLeaksNothing() {
    FakeOutput broken = rig.join(1, new PlainFormat("fat", true, 600_000));
    broadcast.frames(3);
    assertFaulted(broken);
  }

  private FakePublisher publishOther() {
    FakePublisher other = new FakePublisher(rig, 1, rig.allocator);
    other.publish(
        rig.registry, FakePublisher.request(StreamKey.of("default/live/other"), broadcast.service));
    rig.loops.runUntilIdle();
    return other;
  }

  private void assertFaulted(FakeOutput... viewers) {
    for (FakeOutput viewer : viewers) {
      assertThat(viewer.closed()).containsExactly(EndReason.FAULT);
    }
    assertThat(broadcast.publisher.ended()).containsExactly(EndReason.FAULT);
    assertThat(rig.registry.find(Rig.KEY)).isNull();
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getFormattedMessage())
        .isEqualTo("stream failed stream=" + Rig.KEY);
    assertThat(rig.counters.faults.sum()).isEqualTo(1);
    rig.assertNothingLeaked();
  }

  private enum Step {
    FRAME,
    PREAMBLE,
    HEADERS
  }

  /// A format whose muxer fails in one of its steps, after some frames.
  private record BrokenFormat(Step step, int afterFrames) implements WireFormat {
    @Override
    public String key() {
      return "broken";
    }

    @Override
    public Muxer newMuxer() {
      return new BrokenMuxer(this, FORMAT.newMuxer());
    }
  }

  private static final class BrokenMuxer implements Muxer {
    private final BrokenFormat format;
    private final Muxer muxer;
    private int frames;

    BrokenMuxer(BrokenFormat format, Muxer muxer) {
      this.format = format;
      this.muxer = muxer;
    }

    @Override
    public void preamble(Frame entry, ByteBuf out) {
      muxer.preamble(entry, out);
      failIn(Step.PREAMBLE);
    }

    @Override
    public void headerChange(Frame frame, ByteBuf out) {
      muxer.headerChange(frame, out);
      failIn(Step.HEADERS);
    }

    @Override
    public void frame(Frame frame, ByteBuf out) {
      muxer.frame(frame, out);
      failIn(Step.FRAME);
      frames++;
    }

    private void failIn(Step step) {
      if (step == format.step && frames >= format.afterFrames) {
        throw new IllegalStateException("on purpose");
      }
    }
  }
}
