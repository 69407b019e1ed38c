package dev.freshet.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.server.Server;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.time.Clock;
import dev.freshet.protocol.rtmp.RtmpUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishAndPlayTest {
  private static final Path VECTORS = Path.of("../media/src/test/resources/vectors");
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();
  private final Dialer dialer = new Dialer(Clock.system(), false);
  private @Nullable Server running;

  @BeforeEach
  void startServer() throws IOException {
    running = startServer(0, 0, "5s");
  }

  @AfterEach
  void stopServer() {
    dialer.close();
    server().close();
  }

  private Server server() {
    return Objects.requireNonNull(running);
  }

  @ParameterizedTest
  @ValueSource(strings = {"avc-aac", "hevc-opus", "av1-flac", "mp3"})
  void whatIsPublishedIsPlayedByEveryProtocolToTheByte(String vector) throws Exception {
    List<String> pushed = Payloads.of(Files.readAllBytes(VECTORS.resolve(vector + ".flv")));
    List<Viewing> viewings =
        List.of(
            view("rtmp://localhost:" + rtmpPort() + "/live/x"),
            view("http://localhost:" + httpPort() + "/live/x.flv"),
            view("ws://localhost:" + httpPort() + "/live/x.flv"));
    assertThat(ended(publisher(vector, false).start())).isEqualTo(Ending.done("done"));
    for (Viewing viewing : viewings) {
      assertThat(ended(viewing.ending).failed()).isFalse();
      List<String> played = viewing.payloads();
      assertThat(played).isNotEmpty();
      assertThat(pushed).endsWith(played.toArray(String[]::new)); // a late one starts at a keyframe
    }
  }

  @Test
  void publishesOnAfterTheServerWasGone() throws Exception {
    FilePublisher publisher = publisher("avc-aac", true);
    CompletableFuture<Ending> ending = publisher.start();
    await().atMost(DEADLINE).until(() -> said.toString().contains("publishing to"));
    int rtmpPort = rtmpPort();
    int httpPort = httpPort();
    server().close();
    running = startServer(rtmpPort, httpPort, "5s");
    Viewing viewing = view("http://localhost:" + httpPort + "/live/x.flv");
    await().atMost(DEADLINE).until(() -> !viewing.payloads().isEmpty());
    publisher.stop();
    assertThat(ended(ending).failed()).isFalse();
    assertThat(said.toString()).contains("connection lost").contains("publishing again");
  }

  @Test
  void saysWhyTheServerRefuses() throws Exception {
    server().close();
    running = startServer(0, 0, "50ms");
    String none = "localhost:" + httpPort() + "/live/none.flv";
    for (String url : List.of("http://" + none, "ws://" + none)) {
      assertThat(ended(view(url).ending))
          .isEqualTo(
              Ending.failure(
                  "404 Not Found: no stream default/live/none is being published (waited 50 ms for"
                      + " a publisher)"));
    }
    Ending rtmp = ended(view("rtmp://localhost:" + rtmpPort() + "/live/none").ending);
    assertThat(rtmp.reason()).startsWith("NetStream.Play.StreamNotFound: no stream default/live");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port = httpPort();
    server().close();
    assertThat(ended(view("http://localhost:" + port + "/live/x.flv").ending))
        .isEqualTo(Ending.failure("cannot connect to localhost:" + port + ": connection refused"));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path film =
        Files.write(
            folder.resolve("film.mp4"),
            new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'});
    assertThat(ended(publisher(film, false).start()).reason())
        .startsWith(film + ": MP4 or MOV (expected: FLV)")
        .contains("-c copy -f flv");
  }

  private record Viewing(
      Player player, ByteArrayOutputStream recording, CompletableFuture<Ending> ending) {
    List<String> payloads() {
      return Payloads.of(recording.toByteArray());
    }
  }

  private Viewing view(String url) {
    ByteArrayOutputStream recording = new ByteArrayOutputStream();
    Player player = new Player(dialer, PlayUrl.of(url, true), 0, recording, status());
    return new Viewing(player, recording, player.start());
  }

  private FilePublisher publisher(String vector, boolean repeats) {
    return publisher(VECTORS.resolve(vector + ".flv"), repeats);
  }

  private FilePublisher publisher(Path file, boolean repeats) {
    RtmpUrl url = RtmpUrl.of("rtmp://localhost:" + rtmpPort() + "/live/x");
    return new FilePublisher(
        dialer, url, new FilePublisher.Options(file, repeats, true, 1), status());
  }

  private StatusLine status() {
    return new StatusLine(new PrintWriter(said), Terminal.NONE);
  }

  private static Ending ended(CompletableFuture<Ending> ending) throws Exception {
    return ending.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private int rtmpPort() {
    return server().port(MediaPort.RTMP);
  }

  private int httpPort() {
    return server().port(MediaPort.HTTP);
  }

  private Server startServer(int rtmpPort, int httpPort, String wait) throws IOException {
    Server started = new Server(config(rtmpPort, httpPort, wait), line -> {});
    started.start();
    return started;
  }

  private ConfigReload config(int rtmpPort, int httpPort, String wait) {
    ConfigLoader loader =
        new ConfigLoader(
            null,
            Map.of(),
            List.of(
                "listen.rtmp=localhost:" + rtmpPort,
                "listen.http=localhost:" + httpPort,
                "listen.admin=localhost:0",
                "node.loops=2",
                "services.default.grace=0s",
                "services.default.waitForPublisher=" + wait,
                "dataDir=" + folder));
    return new ConfigReload(loader::load, (ConfigResult.Loaded) loader.load());
  }
}
