package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What HTTP clients rely on besides the media.
@ExtendWith(Freshet.class)
@Settings({"services.default.grace=1s", "services.default.waitForPublisher=500ms"})
class HttpTest {
  private static final byte[] FLV = {'F', 'L', 'V', 1};

  @AutoClose private final Children children = new Children();
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource({
    "GET, /http/nobody.flv, 404",
    "GET, /http/nobody/info, 200",
    "GET, /http/nobody, 200",
    "GET, /http/!bad.flv, 400",
    "GET, /, 404",
    "GET, /healthz, 200",
    "POST, /http/nobody.flv, 405",
    "OPTIONS, /http/nobody.flv, 204",
    "OPTIONS, /nowhere, 204",
    "HEAD, /http/nobody.flv, 404"
  })
  void letsPagesOfAnyOriginReadEveryAnswer(
      String method, String path, int status, FreshetProcess freshet) throws Exception {
    HttpResponse<String> answer =
        send(request(freshet, path).method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
  }

  @Test
  void takesTheSubprotocolThatAWebSocketOffers(FreshetProcess freshet) {
    String stream = "http/subprotocol";
    Ffmpeg.SYSTEM.pushForever(children, Clip.H264_AAC, freshet.rtmp(stream));
    AdminApi admin = freshet.admin();
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.isLive(stream));
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols("flv", "binary")
            .buildAsync(
                URI.create(freshet.webSocket("/" + stream + ".flv")), new WebSocket.Listener() {})
            .join();
    assertThat(socket.getSubprotocol()).isEqualTo("flv");
    socket.abort();
  }

  @Test
  void answersThePreflightThatARangeHeaderCauses(FreshetProcess freshet) throws Exception {
    HttpResponse<String> answer =
        send(
            request(freshet, "/http/preflight.flv")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://example.com")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "range"));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer.headers(), "access-control-allow-methods")).contains("GET");
    assertThat(header(answer.headers(), "access-control-allow-headers")).contains("range");
  }

  @Test
  void saysWhatIsWrongInAProblemDocument(FreshetProcess freshet) throws Exception {
    HttpResponse<String> answer = send(request(freshet, "/http/absent.flv"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer.headers(), "content-type")).isEqualTo("application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.path("type").asText()).isEqualTo("urn:freshet:problem:not-found");
    assertThat(problem.path("status").asInt()).isEqualTo(404);
    assertThat(problem.path("title").asText()).isNotEmpty();
    assertThat(problem.path("detail").asText()).contains("http/absent");
  }

  @Test
  void saysWhichMethodsItAllows(FreshetProcess freshet) throws Exception {
    HttpResponse<String> answer = send(request(freshet, "/http/absent.flv").DELETE());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer.headers(), "allow")).contains("GET").contains("HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=100-200"})
  void ignoresRanges(String range, FreshetProcess freshet) throws Exception {
    String stream = publish(freshet, "range" + range.length());
    HttpResponse<InputStream> answer =
        open(request(freshet, "/" + stream + ".flv").header("Range", range));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().readNBytes(4)).isEqualTo(FLV);
    answer.body().close();
  }

  @Test
  void neverSaysHowLongALiveBodyIs(FreshetProcess freshet) throws Exception {
    String stream = publish(freshet, "length");
    HttpResponse<InputStream> answer = open(request(freshet, "/" + stream + ".flv"));
    assertThat(answer.headers().firstValue("content-length")).isEmpty();
    assertThat(header(answer.headers(), "transfer-encoding")).isEqualTo("chunked");
    assertThat(header(answer.headers(), "content-type")).isEqualTo("video/x-flv");
    assertThat(header(answer.headers(), "cache-control")).contains("no-cache");
    assertThat(header(answer.headers(), "access-control-allow-origin")).isEqualTo("*");
    answer.body().close();
  }

  @Test
  void answersHeadWithTheHeadersOnly(FreshetProcess freshet) throws Exception {
    String stream = publish(freshet, "head");
    HttpResponse<String> answer =
        send(
            request(freshet, "/" + stream + ".flv")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer.headers(), "content-type")).isEqualTo("video/x-flv");
    assertThat(answer.headers().firstValue("content-length")).isEmpty();
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void endsABodyForHttp10ByClosing(FreshetProcess freshet) {
    String stream = publish(freshet, "http10");
    RawPeer client = RawPeer.connect(children, "127.0.0.1", freshet.port("http"));
    client.send("GET /" + stream + ".flv HTTP/1.0\r\n\r\n");
    String answer = client.awaitClose(Duration.ofSeconds(30));
    String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
    assertThat(head).contains(" 200 ").doesNotContainIgnoringCase("transfer-encoding");
    assertThat(head).doesNotContainIgnoringCase("\r\ncontent-length:");
    assertThat(answer.substring(head.length()))
        .startsWith(new String(FLV, StandardCharsets.ISO_8859_1));
    assertThat(answer.length()).isGreaterThan((int) (Clip.H264_AAC.file().toFile().length() / 3));
  }

  @ParameterizedTest
  @CsvSource({"H264_AAC, 5", "VIDEO_ONLY, 1", "AAC_ONLY, 4"})
  void tellsTheTruthInTheFlvHeader(Clip clip, int flags, FreshetProcess freshet) throws Exception {
    String stream = publish(freshet, clip, "flags" + flags);
    HttpResponse<InputStream> answer = open(request(freshet, "/" + stream + ".flv"));
    byte[] header = answer.body().readNBytes(13);
    assertThat(header)
        .containsExactly('F', 'L', 'V', 1, flags, 0, 0, 0, 9, 0, 0, 0, 0); // FLV 10.1, E.2, E.3
    answer.body().close();
  }

  private String publish(FreshetProcess freshet, String name) {
    return publish(freshet, Clip.H264_AAC, name);
  }

  private String publish(FreshetProcess freshet, Clip clip, String name) {
    String stream = "http/" + name;
    AdminApi admin = freshet.admin();
    Ffmpeg.SYSTEM.push(children, clip, freshet.rtmp(stream));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.isLive(stream));
    return stream;
  }

  private static HttpRequest.Builder request(FreshetProcess freshet, String path) {
    return HttpRequest.newBuilder(URI.create(freshet.http(path)))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<InputStream> open(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static String header(HttpHeaders headers, String name) {
    return headers.firstValue(name).orElse("");
  }
}
