package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.SegmentConfig.TokenPlace;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.ViewerAccount;
import dev.freshet.node.admin.LocalView;
import dev.freshet.node.admin.ReloadOutcome;
import dev.freshet.node.http.Wire;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Viewers of HLS are sessions: in lists, with their traffic, and kicked like any other.
class HlsSessionsTest {
  private static final String GZIP = "Accept-Encoding: gzip";

  private final OnAir onAir = new OnAir();
  private final HlsNode node = new HlsNode(onAir);

  private void goOnAir() {
    onAir.publish();
    node.passMs(400);
    Wire first = node.connect().send("GET", HlsNode.FIRST);
    node.passMs(3_000);
    assertThat(Objects.requireNonNull(first.reply()).status()).isEqualTo(200);
  }

  @AfterEach
  void nothingIsLeft() {
    node.close();
    assertThat(onAir.allocator.metric().usedDirectMemory()).isZero();
    assertThat(onAir.registry.memory().segmentBytes()).isZero();
  }

  @Test
  void aViewerCountsOnceWhateverItFetches() {
    goOnAir();
    String playlist = node.join("ll");
    assertThat(node.sessions.count()).isZero(); // a token costs nothing until it is used
    String text = node.get(playlist).text();
    HlsNode.addresses(text).stream()
        .filter(address -> address.contains("m4s") && !address.contains(hint(text)))
        .forEach(address ->
            assertThat(node.get(HlsNode.resolve(playlist, address)).status()).isEqualTo(200));
    assertThat(node.sessions.count()).isEqualTo(1);
    assertThat(onAir.stream().viewers()).isEqualTo(1);
    assertThat(onAir.counters.sessions).hasValue(1);
    assertThat(node.viewer().protocol()).isEqualTo("hls-ll");
  }

  private static String hint(String text) {
    String tag = text.lines().filter(line -> line.contains("PRELOAD-HINT")).findFirst().orElse("");
    return HlsNode.addresses(tag).getFirst();
  }

  @Test
  void itsTrafficIsWhatItWasReallySent() {
    goOnAir();
    String playlist = node.join("fmp4");
    String segment = HlsNode.resolve(playlist, segments(node.get(playlist).text()).getFirst());
    long bytes = sentBytes();
    bytes += gets("GET", playlist, GZIP).body().length;
    assertThat(sentBytes()).isEqualTo(bytes);
    bytes += gets("GET", segment, "Range: bytes=100-199").body().length;
    assertThat(sentBytes()).isEqualTo(bytes);
    gets("HEAD", segment);
    gets("HEAD", playlist);
    assertThat(sentBytes()).isEqualTo(bytes);
    String tag = node.ask("HEAD", segment).header("etag");
    assertThat(gets("GET", segment, "If-None-Match: " + tag).status()).isEqualTo(304);
    assertThat(sentBytes()).isEqualTo(bytes);
    bytes += gets("GET", segment).body().length;
    assertThat(sentBytes()).isEqualTo(bytes);
    ViewerAccount account = node.viewer().account();
    assertThat(account.addsUp()).isTrue();
  }

  private Wire.Reply gets(String method, String uri, String... headers) {
    return node.ask(method, uri, headers);
  }

  private long sentBytes() {
    return node.viewer().account().writtenBytes();
  }

  private static List<String> segments(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void itEndsWhenItHasFetchedNothingForAWhile() {
    goOnAir();
    String playlist = node.join("ts");
    node.get(playlist);
    node.passMs(onAir.limits.sessionIdleMs() - 1_000);
    assertThat(node.sessions.count()).isEqualTo(1);
    node.passMs(3_000);
    assertThat(node.sessions.count()).isZero();
    assertThat(onAir.stream().viewers()).isZero();
    assertThat(onAir.counters.sessions).hasValue(0);
    assertThat(node.get(playlist).status()).isEqualTo(200); // and may come back
    assertThat(node.sessions.count()).isEqualTo(1);
  }

  @Test
  void itIsKickedByTheApiLikeAnyOther() {
    goOnAir();
    String playlist = node.join("ll");
    String other = node.join("ll");
    node.get(playlist);
    String id = node.viewer().id();
    Wire waiting = node.connect().send("GET", playlist + next(node.get(playlist).text()));
    node.get(other);
    assertThat(waiting.reply()).isNull();
    assertThat(api().kickViewer(HlsNode.KEY, id)).isTrue();
    node.passMs(1_200);
    assertThat(Objects.requireNonNull(waiting.reply()).status()).isEqualTo(403);
    assertThat(node.get(playlist).status()).isEqualTo(403);
    assertThat(node.get(playlist).text()).contains("urn:freshet:problem:kicked");
    assertThat(node.get(other).status()).isEqualTo(200);
    assertThat(node.sessions.count()).isEqualTo(1);
    assertThat(onAir.stream().viewers()).isEqualTo(1);
    assertThat(api().kickViewer(HlsNode.KEY, id)).isFalse();
  }

  @Test
  void onceKickedItStaysOutUntilItsTokenEnds() {
    goOnAir();
    String playlist = node.join("fmp4");
    node.get(playlist);
    api().kickViewer(HlsNode.KEY, node.viewer().id());
    node.passMs(onAir.limits.sessionIdleMs() + 3_000);
    assertThat(onAir.counters.sessions).hasValue(0); // silent for long, but not forgiven
    assertThat(node.get(playlist).text()).contains("urn:freshet:problem:kicked");
    assertThat(onAir.counters.sessions).hasValue(0);
  }

  /// Asks for a playlist with what is not there yet.
  private static String next(String text) {
    String number = hint(text).replaceAll("t0-(\\d+)\\.\\d+\\.m4s", "$1");
    return "?_HLS_msn=" + number;
  }

  private LocalView api() {
    LocalView.Program program =
        new LocalView.Program(
            "n1",
            () -> {
              throw new AssertionError("nobody asks");
            },
            ServiceTable::defaults,
            () -> new ReloadOutcome.Refused(List.of()),
            (_, _) -> false,
            () -> false,
            () -> {});
    return new LocalView(program, onAir.registry, node.sessions);
  }

  @Test
  void itsTokenIsGoodOnEveryNodeWithTheSecretUntilItEnds() {
    goOnAir();
    String playlist = node.join("fmp4");
    HlsNode sibling = new HlsNode(onAir, HlsNode.SECRET, 2);
    HlsNode stranger = new HlsNode(onAir, "a secret of its own", 3);
    Wire there = sibling.connect().send("GET", playlist);
    onAir.loops.runUntilIdle();
    assertThat(Objects.requireNonNull(there.reply()).status()).isEqualTo(200);
    assertThat(stranger.get(playlist).status()).isEqualTo(403);
    onAir.loops.clock().jumpWallMs(24 * 3_600_000L);
    assertThat(sibling.get(playlist).status()).isEqualTo(403);
    onAir.loops.clock().jumpWallMs(-24 * 3_600_000L);
  }

  @Test
  void aServiceMayBindItToTheClientsNetwork() {
    onAir.segments(new SegmentConfig(6, false, TokenPlace.PATH, true));
    goOnAir();
    String playlist = node.join("fmp4");
    assertThat(status(node.connect("192.0.2.1", 9), playlist)).isEqualTo(200);
    assertThat(status(node.connect("192.0.2.2", 5_000), playlist)).isEqualTo(403);
  }

  private static int status(Wire wire, String uri) {
    return Objects.requireNonNull(wire.send("GET", uri).reply()).status();
  }

  @Test
  void aServiceMayHaveItNamedInTheQueryOfEveryAddress() {
    onAir.segments(new SegmentConfig(6, false, TokenPlace.QUERY, false));
    goOnAir();
    for (String format : List.of("ts", "fmp4", "ll")) {
      String playlist = node.join(format);
      assertThat(playlist).matches("/live/test/s/t[s0].*m3u8\\?session=[A-Za-z0-9_-]{40}");
      Wire.Reply reply = node.get(playlist, GZIP);
      assertThat(Map.of("cache", reply.header("cache-control"), "zip", reply.header("vary")))
          .containsExactlyInAnyOrderEntriesOf(Map.of("cache", "no-store", "zip", ""));
      String query = playlist.substring(playlist.indexOf('?'));
      List<String> addresses = HlsNode.addresses(reply.text());
      assertThat(addresses).hasSizeGreaterThan(2).allMatch(address -> address.endsWith(query));
      String segment = HlsNode.resolve(playlist, segments(reply.text()).getFirst());
      assertThat(node.get(segment).status()).isEqualTo(200);
      assertThat(node.get(segment.substring(0, segment.indexOf('?'))).status()).isEqualTo(403);
    }
    assertThat(node.sessions.count()).isEqualTo(3);
  }
}
