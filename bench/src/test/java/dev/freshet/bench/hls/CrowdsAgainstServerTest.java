package dev.freshet.bench.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.load.LoadLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The clients against the JDK's server, which has every part at once.
class CrowdsAgainstServerTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int FILE_BYTES = 300_000;

  private final ConcurrentLinkedQueue<URI> asked = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private LoadLoop loop;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    loop = new LoadLoop("load", Affinity.ofThread());
  }

  @AfterEach
  void close() {
    loop.close();
    server.stop(0);
    threads.close();
  }

  @Test
  void aViewerAsksForOnePartAfterTheOtherAndFetchesEach() throws Exception {
    HlsPlan plan = new HlsPlan(HlsStyle.LL, port(), "live", "show", 1, 1, false, true, 0);
    try (HlsCrowd viewers = HlsCrowd.join(loop, plan)) {
      assertThat(viewers.awaitPlaying(DEADLINE)).isTrue();
      await().atMost(DEADLINE).until(() -> asked.size() > 8);
      assertThat(viewers.endReasons()).isEmpty();
    }
    assertThat(asked.stream().map(URI::toString).limit(8))
        .containsExactly(
            "/live/show.m3u8?format=ll",
            "/live/s/t0.m3u8",
            "/live/s/3.0.m4s",
            "/live/s/t0.m3u8?_HLS_msn=3&_HLS_part=1",
            "/live/s/3.1.m4s",
            "/live/s/t0.m3u8?_HLS_msn=3&_HLS_part=2",
            "/live/s/3.2.m4s",
            "/live/s/t0.m3u8?_HLS_msn=3&_HLS_part=3");
  }

  @Test
  void everyByteOfADownloadCounts() throws Exception {
    List<String> paths = List.of("/a.m4s", "/b.m4s");
    try (DownloadCrowd clients = DownloadCrowd.open(loop, port(), paths, 3)) {
      await().atMost(DEADLINE).until(() -> clients.sample().files() > 20);
      DownloadCrowd.Sample sample = clients.sample();
      assertThat(sample.failed()).isEmpty();
      assertThat(sample.bodyBytes()).isEqualTo(sample.files() * FILE_BYTES);
    }
    assertThat(asked.stream().map(URI::toString)).contains("/a.m4s", "/b.m4s");
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    asked.add(uri);
    byte[] body = body(uri);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] body(URI uri) {
    if (uri.getPath().endsWith(".m4s")) {
      return new byte[FILE_BYTES];
    }
    String text =
        uri.getPath().endsWith("show.m3u8")
            ? "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\ns/t0.m3u8\n"
            : playlist(uri.getQuery());
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Ends with the part that was asked for.
  private static String playlist(String query) {
    int last = query == null ? 0 : Integer.parseInt(query.replaceAll(".*part=", ""));
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:3\n");
    for (int part = 0; part <= last; part++) {
      text.append("#EXT-X-PART:DURATION=0.2,URI=\"3.").append(part).append(".m4s\"\n");
    }
    return text.toString();
  }
}
