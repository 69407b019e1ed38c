package dev.freshet.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Looks at a watch page that shows the test card: at the delay that it tells, and at the clock in
/// its picture. Owned by the scenario; one browser each.
public final class DelayWatch implements AutoCloseable {
  private static final Duration FIRST_PICTURE = Duration.ofSeconds(60);
  private static final int POLL_MS = 200;

  /// Reads the cells of dev.freshet.media.testcard.ClockCells at each look, right when a picture is
  /// presented.
  private static final String LOOK =
      """
      (async (endMs) => {
        const video = document.querySelector('video');
        const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 1 });
        const context = canvas.getContext('2d', { willReadFrequently: true });
        const crc16 = (ms) => {
          let crc = 0xffff;
          for (let i = 47n; i >= 0n; i--) {
            const feedback = ((crc >> 15) ^ Number((ms >> i) & 1n)) & 1;
            crc = ((crc << 1) & 0xffff) ^ (feedback ? 0x1021 : 0);
          }
          return crc;
        };
        const cells = () => {
          const x = video.videoWidth / 1280, y = video.videoHeight / 720;
          for (let i = 0; i < 64; i++) {
            const left = (144 + 32 * (i % 32)) * x, top = (640 + 32 * Math.floor(i / 32)) * y;
            context.drawImage(video, left, top, 1, 1, i, 0, 1, 1);
          }
          const pixels = context.getImageData(0, 0, 64, 1).data;
          let bits = 0n;
          for (let i = 0; i < 64; i++) bits = (bits << 1n) | (pixels[4 * i] > 127 ? 1n : 0n);
          const ms = bits >> 16n;
          return crc16(ms) === Number(bits & 0xffffn) ? Number(ms) : null;
        };
        const stats = () => window.freshet.stats;
        performance.setResourceTimingBufferSize(200_000);
        const beganMs = performance.now(), startStalls = stats().stalls;
        const seen = { shownMs: [], canvasMs: [], playerMs: [], unreadable: 0, stallNotes: [] };
        let stalls = startStalls;
        for (const end = performance.now() + endMs; performance.now() < end; ) {
          await new Promise((presented) => video.requestVideoFrameCallback(presented));
          const figures = stats();
          if (figures.stalls > stalls) {
            stalls = figures.stalls;
            const { bufferMs, playerLatencyMs, stalledMs, jumps } = figures;
            const ms = (time) => Math.round(time - beganMs);
            const requests = performance.getEntriesByType('resource').slice(-40).map((entry) =>
              `${entry.name.split('/').pop()} ${ms(entry.startTime)}-${ms(entry.responseEnd)}`);
            const atMs = ms(performance.now());
            seen.stallNotes.push(
              JSON.stringify({ atMs, bufferMs, playerLatencyMs, stalledMs, jumps, requests }));
          }
          const shown = window.freshet.delayMs, paintedMs = cells(), nowMs = Date.now();
          if (paintedMs === null || shown === null) {
            seen.unreadable++;
          } else {
            seen.shownMs.push(shown);
            seen.canvasMs.push(nowMs - paintedMs);
            const playerMs = figures.playerLatencyMs;
            if (playerMs !== null) seen.playerMs.push(playerMs);
          }
        }
        return { ...seen, startStalls, stalls: stats().stalls - startStalls };
      })(END_MS)
      """;

  private final Browser browser;

  private DelayWatch(Browser browser) {
    this.browser = browser;
  }

  /// Opens the page and waits for pictures.
  ///
  /// @param program the browser's
  /// @param folder for its files
  public static DelayWatch open(Path program, Path folder, String url)
      throws IOException, InterruptedException {
    return of(Browser.open(program, folder, url));
  }

  /// The same on certain cores.
  public static DelayWatch open(Path program, Path folder, String url, List<Integer> cores)
      throws IOException, InterruptedException {
    return of(Browser.open(program, folder, url, cores));
  }

  private static DelayWatch of(Browser browser) throws IOException, InterruptedException {
    DelayWatch watch = new DelayWatch(browser);
    try {
      watch.awaitPictures();
    } catch (IOException | InterruptedException e) {
      watch.close();
      throw e;
    }
    return watch;
  }

  private void awaitPictures() throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + FIRST_PICTURE.toNanos();
    String playing = "window.freshet?.stats.frames > 0 && window.freshet.delayMs !== null";
    while (!browser.evaluate(playing, FIRST_PICTURE).asBoolean()) {
      if (System.nanoTime() > deadlineNs) {
        throw new IOException("no picture in " + FIRST_PICTURE.toSeconds() + " s");
      }
      Thread.sleep(POLL_MS);
    }
  }

  /// Looks at each picture for some seconds.
  public DelaySamples look(int seconds) throws IOException, InterruptedException {
    Duration atMost = Duration.ofSeconds(seconds + 30L);
    JsonNode seen =
        browser.evaluate(LOOK.replace("END_MS", Integer.toString(seconds * 1_000)), atMost);
    return new DelaySamples(
        numbers(seen.path("shownMs")),
        numbers(seen.path("canvasMs")),
        numbers(seen.path("playerMs")),
        seen.path("unreadable").asInt(),
        seen.path("startStalls").asInt(),
        seen.path("stalls").asInt(),
        texts(seen.path("stallNotes")));
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Override
  public void close() {
    browser.close();
  }
}
