package dev.freshet.protocol.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.hls.PlaylistEdge.Readiness;
import dev.freshet.protocol.hls.PlaylistRequest.Reload;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.hls.PlaylistChecker;
import dev.freshet.testkit.hls.PlaylistFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What this package writes, against the draft's rules as the testkit has them.
class ConformanceTest {
  private static final int STEPS = 80;

  @Test
  void keepsEveryRuleHoweverAStreamGoes() {
    Seeds.check(Seeds.count(40), ConformanceTest::followFullTexts);
  }

  @Test
  void keepsEveryRuleForPlayersThatTakeDeltaUpdates() {
    Seeds.check(Seeds.count(40), ConformanceTest::followDeltaUpdates);
  }

  @Test
  void saysReadyWhenTheTextHasIt() {
    Seeds.check(Seeds.count(40), ConformanceTest::askForParts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "low-latency.m3u8",
        "low-latency-delta.m3u8",
        "transport-stream.m3u8",
        "ended.m3u8",
        "empty.m3u8",
        "multivariant-ts.m3u8",
        "multivariant-cmaf.m3u8"
      })
  void keepsEveryRuleInTheGoldenTexts(String name) throws IOException {
    String text = Files.readString(Samples.golden(name));
    assertThat(PlaylistChecker.check(text)).isEmpty();
  }

  private static void followFullTexts(Random random) {
    RandomStream stream = new RandomStream(random);
    PlaylistFollower follower = new PlaylistFollower();
    for (int i = 0; i <= STEPS; i++) {
      String text = MediaPlaylistWriter.full(stream.playlist());
      assertThat(follower.next(text)).as("step %s:\n%s", i, text).isEmpty();
      step(stream, i);
    }
  }

  /// A player loads the first playlist whole, later ones as deltas, and misses some.
  private static void followDeltaUpdates(Random random) {
    RandomStream stream = new RandomStream(random);
    PlaylistFollower follower = new PlaylistFollower();
    String before = MediaPlaylistWriter.full(stream.playlist());
    follower.next(before);
    for (int i = 0; i <= STEPS; i++) {
      MediaPlaylist playlist = stream.playlist();
      String delta = MediaPlaylistWriter.delta(playlist);
      String full = MediaPlaylistWriter.full(playlist);
      assertThat(follower.next(delta)).as("step %s:\n%s", i, delta).isEmpty();
      assertThat(PlaylistChecker.checkDelta(before, delta, full))
          .as("step %s:\n%s\n%s\n%s", i, before, delta, full)
          .isEmpty();
      before = full;
      for (int missed = random.nextInt(3); missed >= 0; missed--) {
        step(stream, i);
      }
    }
  }

  private static void step(RandomStream stream, int step) {
    if (step >= STEPS - 1) {
      stream.end();
    } else {
      stream.advance();
    }
  }

  private static void askForParts(Random random) {
    RandomStream stream = new RandomStream(random);
    for (int i = 0; i < STEPS; i++) {
      stream.advance();
      MediaPlaylist playlist = stream.playlist();
      long number = Math.max(0, playlist.lastNumber() - 2 + random.nextInt(5));
      Reload request = new Reload(number, random.nextInt(-1, 8), false);
      boolean ready = playlist.edge().readiness(request) == Readiness.READY;
      assertThat(ready).as("%s at %s", request, playlist.edge()).isEqualTo(has(playlist, request));
    }
  }

  /// The draft's words: the segment, or "the Partial Segment with Part Index N and with a Media
  /// Sequence Number of M or later", or the next segment's first part.
  private static boolean has(MediaPlaylist playlist, Reload request) {
    long ahead = request.number() - playlist.lastNumber();
    boolean whole = !request.hasPart() || playlist.terms().partTargetUs() == 0;
    if (whole || ahead < 0) {
      return ahead <= 0;
    }
    OpenSegment open = playlist.open();
    List<Part> openParts = open == null ? List.of() : open.parts();
    List<Part> lastParts =
        playlist.segments().isEmpty() ? List.of() : playlist.segments().getLast().parts();
    return ahead == 0
        ? request.part() < lastParts.size() || !openParts.isEmpty()
        : ahead == 1 && request.part() < openParts.size();
  }
}
