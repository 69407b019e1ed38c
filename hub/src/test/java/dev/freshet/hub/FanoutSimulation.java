package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One stream with a crowd of viewers that come, dawdle and go as a seed says.
final class FanoutSimulation {
  private static final int LOOPS = 4;
  private static final int MAX_VIEWERS = 40;

  private static final List<PlainFormat> FORMATS =
      List.of(
          new PlainFormat("plain", true, 0),
          new PlainFormat("padded", true, 300),
          new PlainFormat("muted", true, 7));

  /// A viewer of the crowd.
  private record Guest(int loop, PlainFormat format, FakeOutput output, int drainBytes) {}

  private final Random random;
  private final Rig rig;
  private final ServiceConfig service;
  private final Published published;
  private final List<Guest> present = new ArrayList<>();
  private final List<Guest> all = new ArrayList<>();
  private FakePublisher publisher;
  private int videoConfig = 1;
  private long videoMs;
  private long audioMs;
  private int untilKeyframe;

  FanoutSimulation(Random random) {
    this.random = random;
    rig = new Rig(new SimulatedLoops(LOOPS, random.nextLong()), limits(random));
    service = service(profile(random));
    publisher = rig.accepted(random.nextInt(LOOPS), service);
    published = Published.of(rig.stream());
    rig.loops.runUntilIdle();
    publisher.announce(videoConfig, 1);
  }

  private static RegistryLimits limits(Random random) {
    int maxCrossingBytes = random.nextInt(3) == 0 ? 20_000 : 16 << 20;
    return new RegistryLimits(
        10, 10, 10, 3_000, 1_000, 30_000, 250, 40_000, 16 << 20, maxCrossingBytes);
  }

  private static Profile profile(Random random) {
    int mergeWindowMs = random.nextInt(3) * 60;
    return new Profile(
        "test",
        random.nextInt(3) * 400,
        500 + random.nextInt(2_000),
        100_000 + random.nextInt(200_000),
        50 + random.nextInt(300),
        mergeWindowMs,
        100 + random.nextInt(200),
        300 + random.nextInt(1_500),
        random.nextInt(40),
        5_000,
        1_000,
        200,
        2_000,
        200_000 + random.nextInt(400_000),
        0,
        0);
  }

  private static ServiceConfig service(Profile profile) {
    return new ServiceConfig(
        "default",
        List.of(),
        List.of(),
        profile,
        TakeoverPolicy.REPLACE,
        10_000,
        200,
        5_000,
        8,
        1_000,
        10,
        SegmentConfig.DEFAULTS);
  }

  /// Lets `steps` things happen.
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      act();
      for (int tasks = random.nextInt(12); tasks > 0; tasks--) {
        rig.loops.step();
      }
    }
  }

  private void act() {
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> send();
      case 9, 10, 11 -> join();
      case 12, 13 -> leave();
      case 14, 15, 16, 17, 18, 19 -> drain();
      case 20, 21 -> rig.loops.stallMs(1 + random.nextInt(30));
      case 22 -> rig.loops.runUntilIdle();
      case 23 -> change();
      default -> throw new AssertionError();
    }
  }

  private void send() {
    for (int frames = 1 + random.nextInt(4); frames > 0; frames--) {
      if (audioMs < videoMs) {
        publisher.audio(audioMs, 20 + random.nextInt(100));
        audioMs += 21;
      } else {
        boolean keyframe = untilKeyframe-- <= 0;
        if (keyframe) {
          untilKeyframe = 5 + random.nextInt(25);
        }
        publisher.video(videoMs, keyframe, (keyframe ? 4_000 : 100) + random.nextInt(4_000));
        videoMs += 40;
      }
    }
    publisher.flush();
    rig.loops.stallMs(random.nextInt(30));
  }

  private void join() {
    present.removeIf(guest -> guest.output.isOver());
    if (present.size() >= MAX_VIEWERS) {
      return;
    }
    boolean fast = random.nextBoolean();
    FakeOutput output = new FakeOutput(fast ? Long.MAX_VALUE / 2 : 1_000 + random.nextInt(30_000));
    Guest guest =
        new Guest(
            random.nextInt(LOOPS),
            FORMATS.get(random.nextInt(FORMATS.size())),
            output,
            200 + random.nextInt(20_000));
    rig.join(guest.loop, guest.format, output);
    present.add(guest);
    all.add(guest);
  }

  private void leave() {
    if (!present.isEmpty()) {
      Guest guest = present.remove(random.nextInt(present.size()));
      if (!guest.output.isOver()) {
        rig.loops.runOn(guest.loop, guest.output::leave);
      }
    }
  }

  private void drain() {
    if (!present.isEmpty()) {
      Guest guest = present.get(random.nextInt(present.size()));
      rig.loops.runOn(guest.loop, () -> guest.output.drain(random.nextInt(guest.drainBytes)));
    }
  }

  /// Once in a while the publisher goes and comes back, perhaps on another loop, or its decoder
  /// configuration changes.
  private void change() {
    switch (random.nextInt(8)) {
      case 0 -> {
        publisher.end(EndReason.CONNECTION_LOST);
        rig.loops.runUntilIdle();
        resume();
      }
      case 1 -> resume();
      case 2 -> {
        publisher.announce(++videoConfig, 1);
        untilKeyframe = 0;
      }
      default -> {}
    }
  }

  private void resume() {
    publisher = rig.publish(random.nextInt(LOOPS), service);
    rig.loops.runUntilIdle();
    if (!publisher.isAccepted()) {
      throw new AssertionError(publisher.refusal());
    }
    videoMs = random.nextInt(5_000);
    audioMs = videoMs;
    untilKeyframe = random.nextInt(10);
    publisher.announce(videoConfig, 1);
  }

  /// Lets everybody catch up and go, then looks at what each of them got.
  void finish() {
    rig.loops.runUntilIdle();
    checkCounters();
    for (Guest guest : all) {
      if (!guest.output.isOver()) {
        ViewerRecord.checkPending(guest.output, guest.format, published);
        rig.loops.runOn(guest.loop, () -> checkAccount(guest.output.viewer().account()));
      }
    }
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    for (Guest guest : all) {
      assertThat(guest.output.closed()).as("closed once at most").hasSizeLessThanOrEqualTo(1);
      assertThat(guest.output.isOver()).as("nobody is forgotten").isTrue();
      ViewerRecord.check(guest.output, guest.format, published);
    }
    published.release();
    rig.loops.advanceMs(300);
    rig.assertNothingLeaked();
  }

  private static void checkAccount(ViewerAccount account) {
    assertThat(account.addsUp()).as(account.toString()).isTrue();
  }

  private void checkCounters() {
    long skippedBytes = 0;
    long skips = 0;
    long writtenBytes = 0;
    for (Guest guest : all) {
      skippedBytes += guest.output.viewer().skippedBytes();
      writtenBytes += guest.output.viewer().writtenBytes();
      skips += guest.output.viewer().skips();
    }
    assertThat(rig.counters.joins.sum()).isEqualTo(all.size());
    assertThat(rig.counters.writtenBytes.sum()).isEqualTo(writtenBytes);
    assertThat(rig.counters.skippedBytes.sum()).isEqualTo(skippedBytes);
    assertThat(rig.counters.skips.sum()).isEqualTo(skips);
    assertThat(rig.counters.faults.sum()).isZero();
  }
}
