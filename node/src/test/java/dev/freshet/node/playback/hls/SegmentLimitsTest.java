package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.SegmentConfig.TokenPlace;
import dev.freshet.node.http.Wire;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is one too many is refused at once, with the key of the limit, and counted; what may be is
/// let go of when its time is over.
class SegmentLimitsTest {
  private final OnAir onAir = new OnAir();
  private final HlsNode node = new HlsNode(onAir);

  @AfterEach
  void nothingIsLeft() {
    node.close();
    assertThat(onAir.counters.blocked).hasValue(0);
    assertThat(onAir.counters.packagers).hasValue(0);
    assertThat(onAir.counters.listedSegments).hasValue(0);
    assertThat(onAir.registry.memory().segmentBytes()).isZero();
    assertThat(onAir.allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void aRequestTooManyDoesNotWaitForItsStream() {
    goOnAir();
    onAir.limits = limits(10, 100, 2, 10, 60);
    refusesTheThirdThatWaits("limits.maxBlockedRequestsPerStream (2)");
  }

  @Test
  void aRequestTooManyDoesNotWaitOnTheNode() {
    goOnAir();
    onAir.limits = limits(10, 2, 100, 10, 60);
    refusesTheThirdThatWaits("limits.maxBlockedRequests (2)");
  }

  private void refusesTheThirdThatWaits(String limit) {
    String next = next(node.join("ll"));
    long released = onAir.counters.released.sum();
    List<Wire> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(node.connect().send("GET", next));
    }
    assertThat(onAir.counters.blocked).hasValue(2);
    Wire.Reply refused = node.get(next);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("urn:freshet:problem:limit", limit);
    assertThat(onAir.counters.blockedRefused.sum()).isEqualTo(1);
    assertThat(onAir.counters.refused(Refused.LIMIT).sum()).isEqualTo(1);
    node.passMs(1_200);
    waiting.forEach(
        wire -> assertThat(Objects.requireNonNull(wire.reply()).status()).isEqualTo(200));
    assertThat(onAir.counters.blocked).hasValue(0);
    assertThat(onAir.counters.released.sum()).isEqualTo(released + 2);
  }

  @Test
  void whoWaitsInVainIsToldSoAndWhoLeavesIsForgotten() {
    goOnAir();
    String next = next(node.join("ll"));
    Wire waiting = node.connect().send("GET", next);
    Wire leaving = node.connect().send("GET", next);
    leaving.close();
    assertThat(onAir.counters.blocked).hasValue(1);
    onAir.passNothingMs(10_000);
    assertThat(Objects.requireNonNull(waiting.reply()).status()).isEqualTo(503);
    assertThat(onAir.counters.late.sum()).isEqualTo(1);
  }

  @Test
  void aViewerTooManyIsRefused() {
    goOnAir();
    onAir.limits = limits(1, 100, 100, 10, 60);
    String first = node.join("fmp4");
    String second = node.join("fmp4");
    assertThat(node.get(first).status()).isEqualTo(200);
    Wire.Reply refused = node.get(second);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("limits.maxSessions (1)");
    assertThat(onAir.counters.sessionsRefused.sum()).isEqualTo(1);
    assertThat(node.get(first).status()).isEqualTo(200);
    node.passMs(onAir.limits.sessionIdleMs() + 3_000);
    assertThat(node.get(second).status()).isEqualTo(200); // there is room again
  }

  @Test
  void aStreamTooManyIsNotPackaged() {
    onAir.limits = limits(10, 100, 100, 0, 60);
    onAir.publish();
    node.passMs(400);
    Wire.Reply refused = node.get(HlsNode.FIRST);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("limits.maxPackagers (0)");
    assertThat(onAir.counters.packagersRefused.sum()).isEqualTo(1);
  }

  @Test
  void aStreamOfWhichNobodyAsksIsNotPackagedAnyMore() {
    goOnAir();
    assertThat(onAir.counters.packagers).hasValue(1);
    node.passMs(onAir.limits.packagerIdleMs() + 3_000);
    assertThat(onAir.counters.packagers).hasValue(0);
    assertThat(onAir.counters.packagersStopped.sum()).isEqualTo(1);
    assertThat(onAir.registry.memory().segmentBytes()).isZero();
  }

  @Test
  void aServiceMayHaveItsStreamsPackagedBeforeAnybodyAsks() {
    onAir.segments(new SegmentConfig(6, true, TokenPlace.PATH, false));
    onAir.publish();
    node.passMs(onAir.limits.packagerIdleMs() + 5_000);
    assertThat(onAir.counters.packagers).hasValue(1);
    assertThat(node.get(HlsNode.FIRST).status()).isEqualTo(200); // nobody waits
  }

  @Test
  void aPlaylistGoesBackAsFarAsItsServiceSaysWithinTheNodesLimit() {
    onAir.segments(new SegmentConfig(9, false, TokenPlace.PATH, false));
    goOnAir();
    assertThat(listed(watched("fmp4"))).isEqualTo(9);
    assertThat(onAir.counters.listedSegments).hasValue(9);
  }

  @Test
  void noPlaylistIsLongerThanTheNodesLimit() {
    onAir.limits = limits(10, 100, 100, 10, 7);
    onAir.segments(new SegmentConfig(9, false, TokenPlace.PATH, false));
    goOnAir();
    assertThat(listed(watched("fmp4"))).isEqualTo(7);
  }

  @Test
  void packagersAreHeldToTheirShareOfMemory() {
    goOnAir();
    String playlist = watched("ts");
    String text = node.get(playlist).text();
    HlsNode.addresses(text).forEach(name -> node.get(HlsNode.resolve(playlist, name)));
    long before = onAir.registry.memory().segmentBytes();
    assertThat(before).isPositive();
    onAir.registry.memory().reviewSegments(before / 4);
    node.passMs(1_200);
    assertThat(listed(playlist)).isEqualTo(4); // fewer would not do for a player
    assertThat(onAir.registry.memory().segmentBytes()).isLessThan(before * 2 / 3);
    assertThat(node.get(HlsNode.resolve(playlist, HlsNode.addresses(text).getLast())).status())
        .isEqualTo(200); // made again
    Wire.Reply refused = new HlsNode(onAir, HlsNode.SECRET, 5).get(HlsNode.FIRST);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("overload.segmentMemory");
    onAir.registry.memory().reviewSegments(1L << 40);
  }

  @Test
  void muxedBytesForWhichNobodyAsksAreNotKept() {
    goOnAir();
    String playlist = watched("ts");
    List<String> listed = HlsNode.addresses(node.get(playlist).text());
    long frames = onAir.registry.memory().segmentBytes();
    String newest = HlsNode.resolve(playlist, listed.getLast());
    byte[] first = node.get(newest).body();
    listed.forEach(name -> node.get(HlsNode.resolve(playlist, name)));
    assertThat(onAir.registry.memory().segmentBytes()).isGreaterThan(frames * 5 / 4);
    node.passMs(3_000);
    assertThat(onAir.registry.memory().segmentBytes()).isBetween(frames * 9 / 10, frames * 11 / 10);
    assertThat(node.get(newest).body()).isEqualTo(first); // made again
  }

  /// The playlist of a viewer who has been there for a while.
  private String watched(String format) {
    String playlist = node.join(format);
    for (int i = 0; i < 6; i++) {
      node.passMs(2_000);
      node.get(playlist);
    }
    return playlist;
  }

  private int listed(String playlist) {
    return (int) node.get(playlist).text().lines().filter(l -> l.startsWith("#EXTINF")).count();
  }

  private void goOnAir() {
    onAir.publish();
    node.passMs(400);
    node.connect().send("GET", HlsNode.FIRST);
    node.passMs(3_000);
  }

  /// Asks for a low-latency playlist with a segment that is not there yet.
  private String next(String playlist) {
    String text = node.get(playlist).text();
    long segments = text.lines().filter(line -> line.startsWith("#EXTINF")).count();
    String tag = "#EXT-X-MEDIA-SEQUENCE:";
    String first = text.lines().filter(line -> line.startsWith(tag)).findFirst().orElseThrow();
    return playlist + "?_HLS_msn=" + (Long.parseLong(first.substring(tag.length())) + segments);
  }

  private static SegmentLimits limits(
      int sessions, int blocked, int blockedPerStream, int packagers, int listed) {
    SegmentLimits all = OnAir.LIMITS;
    return new SegmentLimits(
        sessions,
        all.sessionIdleMs(),
        blocked,
        blockedPerStream,
        packagers,
        all.packagerIdleMs(),
        listed);
  }
}
