package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.bench.page.Browser;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// A browser opens the watch page before anybody publishes, and plays by itself when somebody does.
@ExtendWith(Freshet.class)
@Isolated(
    "a software-rendered browser beside other tests would drop frames for want of a processor")
class WatchPageTest {
  private static final double SOURCE_FPS = 25;
  private static final Duration ANSWER = Duration.ofSeconds(20);

  @AutoClose private final Children children = new Children();

  @Test
  void startsByItselfAndShowsTheFramesWithoutAStall(FreshetProcess freshet)
      throws IOException, InterruptedException {
    String stream = "page/clip";
    Browser page =
        children.own(
            Browser.open(
                Browser.program().orElseThrow(),
                children.folder("chromium"),
                freshet.http("/" + stream)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page.evaluate("window.freshet?.state", ANSWER).asText().equals("offline"));
    Ffmpeg.SYSTEM.pushForever(children, Clip.H264_AAC, freshet.rtmp(stream));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page.evaluate("window.freshet.stats.frames", ANSWER).asInt() > 2 * SOURCE_FPS);

    Seen before = see(page);
    Duration watched = Duration.ofSeconds(Boolean.getBoolean("freshet.full") ? 30 : 8);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> see(page).atMs() - before.atMs() >= watched.toMillis());
    Seen after = see(page);

    double sourceFrames = (after.atMs() - before.atMs()) / 1e3 * SOURCE_FPS;
    assertThat((double) after.frames() - before.frames())
        .isGreaterThanOrEqualTo(0.95 * sourceFrames);
    assertThat(after.stalls()).isEqualTo(before.stalls());
  }

  private static Seen see(Browser page) throws IOException, InterruptedException {
    JsonNode seen =
        page.evaluate(
            "({at: performance.now(), frames: window.freshet.stats.frames,"
                + " stalls: window.freshet.stats.stalls})",
            ANSWER);
    return new Seen(
        seen.path("at").asDouble(), seen.path("frames").asInt(), seen.path("stalls").asInt());
  }

  private record Seen(double atMs, int frames, int stalls) {}
}
