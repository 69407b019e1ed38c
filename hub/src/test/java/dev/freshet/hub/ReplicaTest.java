package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stream whose origin is another node: what that stamped is here as it is there.
class ReplicaTest {
  private static final ServiceConfig SERVICE = ServiceConfig.defaults("default");
  private static final PlainFormat FORMAT = PlainFormat.named("plain");
  private static final int GOP = 10; // pictures, each with its sound

  private final SimulatedLoops loops = new SimulatedLoops(2, 1);
  private final Rig edge = new Rig(loops, RegistryLimits.DEFAULTS);
  private Published sent = published("far", 4 * GOP);
  private FakePublisher pull = new FakePublisher(edge, 0, edge.allocator);

  /// What an origin stamped, which then went away.
  private Published published(String node, int pictures) {
    Rig origin =
        new Rig(loops, RegistryLimits.DEFAULTS, new LocalLanding(new NodeId(node), loops.clock()));
    Broadcast broadcast = new Broadcast(origin, SERVICE, GOP, 200);
    loops.runUntilIdle();
    Published all = Published.of(broadcast.stream());
    loops.runUntilIdle();
    broadcast.frames(pictures);
    broadcast.publisher.end(EndReason.UNPUBLISHED);
    loops.advanceMs(SERVICE.graceMs() + 100);
    return all;
  }

  @BeforeEach
  void begin() {
    pull.replicate(edge.registry, FakePublisher.request(Rig.KEY, SERVICE), epoch());
  }

  @AfterEach
  void end() {
    if (edge.registry.find(Rig.KEY) != null) {
      edge.stream().terminate(EndReason.KICKED);
    }
    loops.advanceMs(SERVICE.lingerMs() + 100);
    sent.release();
    edge.assertNothingLeaked();
  }

  /// What is heard of the stream here.
  private Published heard() {
    Published here = Published.of(edge.stream());
    loops.runUntilIdle();
    return here;
  }

  private Epoch epoch() {
    return sent.frames().getFirst().stamp().epoch();
  }

  private List<Frame> frames(int from, int to) {
    return sent.frames().subList(from, to);
  }

  @Test
  void framesAreTakenAsTheyAreStamped() {
    Published here = heard();
    FakeOutput viewer = edge.join(1, FORMAT);
    pull.stamped(sent.frames());
    assertThat(stamps(here.frames())).isEqualTo(stamps(sent.frames()));
    ViewerRecord.check(viewer, FORMAT, sent);
    assertThat(edge.stream().epoch()).isEqualTo(epoch());
    here.release();
  }

  @Test
  void framesThatCameBeforeAreDropped() {
    Published here = heard();
    pull.stamped(frames(0, 30));
    pull.stamped(sent.frames()); // from another parent, which begins at an entry point
    assertThat(stamps(here.frames())).isEqualTo(stamps(sent.frames()));
    assertThat(edge.counters.duplicateFrames.sum()).isEqualTo(30);
    here.release();
  }

  @Test
  void wholeGopsGoWhereFramesAreLostAndReadersAreTold() {
    Published here = heard();
    pull.stamped(frames(0, 5));
    pull.stamped(frames(7, sent.frames().size()));
    assertThat(here.skipped()).isGreaterThanOrEqualTo(2);
    assertThat(here.frames().get(5).isEntryPoint()).isTrue();
    assertThat(edge.counters.lostFrames.sum()).isEqualTo(2 * GOP - 5);
    assertThat(here.frames()).hasSize(sent.frames().size() - 2 * GOP + 5);
    here.release();
  }

  @Test
  void anotherEpochGoesOnInViewersTime() {
    FakeOutput viewer = edge.join(1, FORMAT);
    Published here = heard();
    pull.stamped(sent.frames());
    Published next = published("other", 2 * GOP);
    pull.stamped(next.frames());
    List<Long> headersUs = headersUs(viewer.received());
    long lastUs = sent.frames().getLast().stamp().dtsUs();
    assertThat(headersUs).hasSize(2);
    assertThat(headersUs.getLast()).isGreaterThan(lastUs).isLessThan(lastUs + 1_000_000);
    assertThat(here.skipped()).as("nobody knows whether all came").isPositive();
    assertThat(stamps(here.frames())).endsWith(stamps(next.frames()).toArray(Stamp[]::new));
    pull.stamped(sent.frames());
    assertThat(edge.counters.staleFrames.sum()).isEqualTo(sent.frames().size());
    here.release();
    next.release();
  }

  @Test
  void aNodeThatHasTheBeginningGetsTheRest() {
    FakeOutput first = edge.join(1, FORMAT);
    pull.stamped(sent.frames());
    FakeOutput after = new FakeOutput(Long.MAX_VALUE / 2);
    long has = sent.at(3 * GOP).stamp().sequence(); // in the middle of the second GOP
    loops.runOn(
        1,
        () ->
            after.serve(
                edge.stream().join(loops.loop(1), FORMAT, after, new StartAt.After(epoch(), has))));
    loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(after.received()).getFirst())
        .isEqualTo(sent.entryAtOrBefore(has + 1).stamp().sequence());
    ViewerRecord.check(after, FORMAT, sent);
    assertThat(first.isOver()).isFalse();
  }

  @Test
  void theStreamEndsWithItsPublisher() {
    FakeOutput viewer = edge.join(1, FORMAT);
    pull.stamped(sent.frames());
    pull.end(EndReason.GRACE_EXPIRED);
    loops.runUntilIdle();
    assertThat(viewer.closed()).containsExactly(EndReason.GRACE_EXPIRED);
    assertThat(edge.registry.find(Rig.KEY)).isNull();
  }

  @Test
  void aPublisherThatLandsHereTakesTheStreamAndItsViewers() {
    pull.stamped(sent.frames());
    FakeOutput viewer = edge.join(1, FORMAT);
    Published here = heard();
    FakePublisher publisher = edge.accepted(1, SERVICE);
    publisher.announce(1, 1);
    publisher.video(0, true, 100);
    publisher.audio(0, 100);
    publisher.flush();
    loops.runUntilIdle();
    Stamp newest = here.frames().getLast().stamp();
    assertThat(pull.ended()).containsExactly(EndReason.SUPERSEDED);
    assertThat(newest.epoch()).isGreaterThan(epoch());
    assertThat(newest.segment())
        .isEqualTo(sent.frames().getLast().stamp().segment() + 1); // it goes on counting
    assertThat(viewer.isOver()).isFalse();
    here.release();
  }

  @Test
  void itIsNotLetInWhereTheStreamIsPublished() {
    FakePublisher second = new FakePublisher(edge, 1, edge.allocator);
    second.replicate(edge.registry, FakePublisher.request(Rig.KEY, SERVICE), epoch());
    assertThat(second.refusal().reason()).isEqualTo(Refusal.Reason.ALREADY_PUBLISHING);
  }

  private static List<Stamp> stamps(List<Frame> frames) {
    return frames.stream().map(Frame::stamp).toList();
  }

  /// The times of all preambles and headers that a viewer received.
  private static List<Long> headersUs(byte[] received) {
    ByteBuf in = Unpooled.wrappedBuffer(received);
    List<Long> times = new ArrayList<>();
    while (in.isReadable()) {
      byte kind = in.readByte();
      int bytes = in.readInt();
      if (kind != PlainFormat.FRAME) {
        times.add(in.getLong(in.readerIndex()));
      }
      in.skipBytes(bytes);
    }
    return times;
  }
}
