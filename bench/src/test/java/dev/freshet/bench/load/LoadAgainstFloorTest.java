package dev.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.bench.floor.NettyFloor;
import dev.freshet.bench.floor.SendPath;
import dev.freshet.bench.floor.SendSweep;
import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.stream.SyntheticStream;
import dev.freshet.bench.subject.TestCertificate;
import dev.freshet.bench.wire.FlvWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The generator against the floors, in one process: every byte and frame is accounted for.
class LoadAgainstFloorTest {
  private static final int VIEWERS = 30;
  private static final int LISTEN_EVERY = 3;
  private static final int FRAMES = 25;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private LoadLoop loop;

  @BeforeEach
  void open() throws Exception {
    loop = new LoadLoop("load", Affinity.ofThread());
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50})
  void everyViewerOfTheNettyFloorGetsEveryByte(int windowMs) throws Exception {
    try (NettyFloor floor = NettyFloor.start(windowMs, 2, SendPath.PIPELINE)) {
      assertEverythingArrives(floor.port(), Dialect.FLV);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50})
  void everyViewerOfTheSendSweepGetsEveryByte(int windowMs) throws Exception {
    SendSweep sweep = new SendSweep(windowMs);
    int port = sweep.port();
    Thread server = Thread.ofPlatform().daemon().start(sweep);
    try {
      assertEverythingArrives(port, Dialect.FLV);
    } finally {
      sweep.close();
      server.join();
    }
  }

  @Test
  void aViewerOverTlsSeesEveryFrame(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    try (NettyFloor floor = NettyFloor.startTls(0, 1, certificate.chain(), certificate.key());
        ViewerCrowd viewers = join(floor.port(), Dialect.HTTPS_FLV, LISTEN_EVERY);
        PublisherCrowd publisher = publish(floor.port())) {
      await().atMost(DEADLINE).until(() -> viewers.frames().equals(frames(LISTEN_EVERY)));
      await().atMost(DEADLINE).until(() -> publisher.frames() == FRAMES);
      assertThat(viewers.receivedBytes()).allMatch(bytes -> bytes > tagBytes());
    }
  }

  @Test
  void sampleTellsOfRatesAndDelays() throws Exception {
    try (NettyFloor floor = NettyFloor.start(0, 1, SendPath.SEND);
        ViewerCrowd viewers = join(floor.port(), Dialect.FLV, VIEWERS)) {
      viewers.beginSample();
      try (PublisherCrowd publisher = publish(floor.port())) {
        await().atMost(DEADLINE).until(() -> viewers.frames().equals(frames(VIEWERS)));
        viewers.endSample();
        assertThat(publisher.bodyBytes()).isPositive();
      }
      LoadSample sample = viewers.sample();
      assertThat(sample.viewers()).isEqualTo(VIEWERS);
      assertThat(sample.delaysUs().getTotalCount())
          .isEqualTo((long) FRAMES * VIEWERS / LISTEN_EVERY);
      assertThat(sample.meanDelaysUs()).hasSize(VIEWERS / LISTEN_EVERY);
      assertThat(sample.faults()).isZero();
    }
  }

  @Test
  void newcomersLeaveWhenTheyHaveSeenAKeyframe() throws Exception {
    try (NettyFloor floor = NettyFloor.start(0, 1, SendPath.SEND);
        ViewerCrowd newcomers =
            ViewerCrowd.join(
                loop, ViewerPlan.newcomers(Dialect.FLV, floor.port(), "live", "bench", 3, 3, 0))) {
      await().atMost(DEADLINE).until(() -> newcomers.receivedBytes().size() == 3);
      await().atMost(DEADLINE).until(() -> !newcomers.receivedBytes().contains(0L));
      try (PublisherCrowd publisher = publish(floor.port())) {
        assertThat(newcomers.awaitSettled(DEADLINE)).isTrue();
        assertThat(publisher.publishing()).isEqualTo(1);
      }
      assertThat(newcomers.firstKeyframesMs()).hasSize(3).allMatch(ms -> ms > 0);
      assertThat(newcomers.endReasons()).isEmpty();
    }
  }

  @Test
  void forThoseWhoGoOthersCome() throws Exception {
    try (NettyFloor floor = NettyFloor.start(0, 1, SendPath.SEND);
        ViewerCrowd audience =
            ViewerCrowd.join(loop, plan(floor.port()).audience(1, Pace.EAGER, 5))) {
      assertThat(audience.awaitSettled(DEADLINE)).isTrue();
      await().atMost(DEADLINE).until(() -> audience.replaced() > 3 * VIEWERS);
      assertThat(audience.receivedBytes()).hasSize(VIEWERS);
      assertThat(audience.endReasons()).isEmpty(); // all went by themselves
    }
  }

  @Test
  void slowViewersReadLessThanEagerOnesAndStuckOnesNothing() throws Exception {
    try (NettyFloor floor = NettyFloor.start(0, 1, SendPath.SEND);
        ViewerCrowd slow = ViewerCrowd.join(loop, plan(floor.port()).audience(1, Pace.SLOW, 0));
        ViewerCrowd stuck = ViewerCrowd.join(loop, plan(floor.port()).audience(1, Pace.STUCK, 0))) {
      assertThat(slow.awaitSettled(DEADLINE)).isTrue();
      assertThat(stuck.awaitSettled(DEADLINE)).isTrue();
      List<Long> greeted = stuck.receivedBytes();
      try (PublisherCrowd publisher = publish(floor.port())) {
        await().atMost(DEADLINE).until(() -> publisher.frames() == FRAMES);
        await().atMost(DEADLINE).until(() -> Collections.min(slow.receivedBytes()) > tagBytes());
        assertThat(stuck.receivedBytes()).isEqualTo(greeted);
      }
    }
  }

  @Test
  void viewersThatTheServerClosesAreCounted() throws Exception {
    ViewerCrowd viewers;
    try (NettyFloor floor = NettyFloor.start(0, 1, SendPath.SEND)) {
      viewers = join(floor.port(), Dialect.FLV, VIEWERS);
    }
    await().atMost(DEADLINE).until(() -> viewers.ended() == VIEWERS);
    assertThat(viewers.endReasons().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(VIEWERS);
    viewers.close();
  }

  private static ViewerPlan plan(int port) {
    return ViewerPlan.crowd(Dialect.FLV, port, "live", "bench", VIEWERS, 0);
  }

  private void assertEverythingArrives(int port, Dialect dialect) throws Exception {
    try (ViewerCrowd viewers = join(port, dialect, VIEWERS);
        PublisherCrowd publisher = publish(port)) {
      long greetingBytes = Collections.min(viewers.receivedBytes());
      await()
          .atMost(DEADLINE)
          .until(() ->
              viewers.receivedBytes().stream()
                  .allMatch(bytes -> bytes >= greetingBytes() + tagBytes()));
      assertThat(greetingBytes).isGreaterThanOrEqualTo(greetingBytes());
      assertThat(viewers.receivedBytes())
          .hasSize(VIEWERS)
          .containsOnly(greetingBytes() + tagBytes());
      assertThat(viewers.frames()).isEqualTo(frames(VIEWERS));
      assertThat(viewers.sample().faults()).isZero();
      assertThat(publisher.frames()).isEqualTo(FRAMES);
    }
  }

  private ViewerCrowd join(int port, Dialect dialect, int viewers) throws Exception {
    ViewerCrowd crowd =
        ViewerCrowd.join(
            loop, ViewerPlan.crowd(dialect, port, "live", "bench", viewers, LISTEN_EVERY));
    assertThat(crowd.awaitSettled(DEADLINE)).isTrue();
    assertThat(crowd.endReasons()).isEmpty();
    return crowd;
  }

  private PublisherCrowd publish(int port) throws Exception {
    PublisherPlan plan = PublisherPlan.one(Feed.BARE, port, "live", "bench", StreamShape.SMALL);
    PublisherCrowd crowd = PublisherCrowd.open(loop, plan.upTo(FRAMES));
    assertThat(crowd.awaitUnderWay(DEADLINE)).isTrue();
    return crowd;
  }

  private static List<Long> frames(int viewers) {
    return Collections.nCopies(viewers / LISTEN_EVERY, (long) FRAMES);
  }

  private static long greetingBytes() {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n";
    return (long) head.length() + FlvWriter.fileHeader().length;
  }

  private static long tagBytes() {
    long bytes =
        2L * FlvWriter.OVERHEAD_BYTES
            + SyntheticStream.videoHeader().length
            + SyntheticStream.audioHeader().length;
    SyntheticStream stream = new SyntheticStream(StreamShape.SMALL);
    for (int i = 0; i < FRAMES; i++) {
      bytes += FlvWriter.OVERHEAD_BYTES + stream.take(0).length;
    }
    return bytes;
  }
}
