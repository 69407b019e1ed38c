package dev.freshet.node.http;

import static dev.freshet.node.http.RawHttp2.DATA;
import static dev.freshet.node.http.RawHttp2.GOAWAY;
import static dev.freshet.node.http.RawHttp2.HEADERS;
import static dev.freshet.node.http.RawHttp2.PING;
import static dev.freshet.node.http.RawHttp2.RST_STREAM;
import static dev.freshet.node.http.RawHttp2.SETTINGS;
import static dev.freshet.node.http.RawHttp2.WINDOW_UPDATE;
import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.contract.node.NodeLimits;
import dev.freshet.node.playback.ChannelOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The HTTPS port as clients of HTTP/2 meet it, the malicious among them.
class Http2Test {
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int IDLE_MS = 300;
  private static final int LONG_BODY_BYTES = 1 << 20;
  private static final NodeLimits LIMITS = limits();

  private final List<HttpExchange> waiting = new CopyOnWriteArrayList<>();
  private final List<String> gone = new CopyOnWriteArrayList<>();
  private final CompletableFuture<LongBody> longBody = new CompletableFuture<>();
  @AutoClose private final HttpClient http2 = HttpsPort.client(HTTP_2);
  @AutoClose private final HttpClient http1 = HttpsPort.client(HTTP_1_1);
  @AutoClose private final HttpsPort port;

  Http2Test(@TempDir Path folder) throws IOException {
    port = new HttpsPort(folder, LIMITS, this::answer);
  }

  @Test
  void speaksHttp2AndHttp1OnOnePort() throws Exception {
    HttpResponse<String> new2 = send(http2, port.request("/echo"));
    HttpResponse<String> old1 = send(http1, port.request("/echo"));
    assertThat(new2.version()).isEqualTo(HTTP_2);
    assertThat(old1.version()).isEqualTo(HTTP_1_1);
    for (HttpResponse<String> answer : List.of(new2, old1)) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("GET /echo 127.0.0.1 true");
      assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
      assertThat(answer.headers().firstValue("date").orElse("")).endsWith(" GMT");
    }
  }

  @Test
  void whoOffersNothingGetsHttp1() throws IOException {
    try (var socket = port.connect()) {
      String request = "GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void answersOneRequestWhileAnotherWaits() throws Exception {
    var blocked =
        http2.sendAsync(port.request("/wait").build(), HttpResponse.BodyHandlers.ofString());
    await().until(() -> waiting.size() == 1);
    assertThat(send(http2, port.request("/echo")).statusCode()).isEqualTo(200);
    assertThat(port.listener().connections()).isEqualTo(1);
    answerWaiting("at last");
    assertThat(blocked.get(20, TimeUnit.SECONDS).body()).isEqualTo("at last");
  }

  @Test
  void answersLaterOverHttp1AsWell() throws Exception {
    var blocked =
        http1.sendAsync(port.request("/wait").build(), HttpResponse.BodyHandlers.ofString());
    await().until(() -> waiting.size() == 1);
    answerWaiting("at last");
    assertThat(blocked.get(20, TimeUnit.SECONDS).body()).isEqualTo("at last");
  }

  @Test
  void aRequestThatIsResetIsOver() throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      peer.get(1, "/wait", 0);
      await().until(() -> waiting.size() == 1);
      peer.sendInt(RST_STREAM, 1, 8);
      await().until(() -> gone.equals(List.of("/wait")));
      answerWaiting("too late"); // is released, and nothing else
      peer.get(3, "/echo", 0);
      assertThat(peer.await(HEADERS).stream()).isEqualTo(3);
    }
  }

  @Test
  void sendsABodyLongerThanAnyWindow() throws Exception {
    HttpResponse<byte[]> answer =
        http2.send(port.request("/long").build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).hasSize(LONG_BODY_BYTES).containsOnly('x');
    HttpRequest part = port.request("/long").header("Range", "bytes=10-19").build();
    assertThat(http2.send(part, HttpResponse.BodyHandlers.ofByteArray()).body()).hasSize(10);
  }

  @Test
  void aBodyThatIsTooLarge() throws Exception {
    HttpRequest.Builder post =
        port.request("/echo").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[70_000]));
    assertThat(send(http2, post).statusCode()).isEqualTo(413);
    assertThat(port.hits("maxMessage")).isEqualTo(1);
  }

  @Test
  void headersThatAreTooLong() throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      peer.get(1, "/echo", LIMITS.maxHeaderBytes() + 100);
      peer.await(HEADERS); // 431
      assertThat(port.hits("maxHeader")).isEqualTo(1);
      peer.get(3, "/echo", 2 * LIMITS.maxHeaderBytes());
      peer.await(GOAWAY);
    }
    await().until(() -> port.hits("maxHeader") == 2);
  }

  @Test
  void tooManyRequestsAtOnce() throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      for (int request = 0; request <= LIMITS.maxConcurrentRequests(); request++) {
        peer.get(1 + 2 * request, "/wait", 0);
      }
      RawHttp2.Frame refusal = peer.await(RST_STREAM);
      assertThat(refusal.stream()).isEqualTo(1 + 2 * LIMITS.maxConcurrentRequests());
      assertThat(refusal.number(0)).isEqualTo(REFUSED_STREAM);
      assertThat(port.hits("maxConcurrentRequests")).isEqualTo(1);
      assertThat(waiting).hasSize(LIMITS.maxConcurrentRequests());
    }
  }

  @Test
  void rapidResets() throws IOException {
    isToldToCalmDown((peer, number) -> {
      peer.get(1 + 2 * number, "/wait", 0);
      peer.sendInt(RST_STREAM, 1 + 2 * number, 8);
    });
  }

  @Test
  void manyPings() throws IOException {
    isToldToCalmDown((peer, _) -> peer.send(PING, 0, 0, new byte[8]));
  }

  @Test
  void manySettings() throws IOException {
    isToldToCalmDown((peer, _) -> peer.send(SETTINGS, 0, 0));
  }

  @Test
  void aConnectionThatAsksForNothing() throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      peer.get(1, "/echo", 0);
      peer.awaitClose();
    }
    assertThat(port.hits("idleTimeout")).isEqualTo(1);
    assertThat(port.hits("headerTimeout")).isZero();
  }

  @Test
  void rubbishAfterThePreface() throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      peer.send(HEADERS, 0xff, 1, new byte[20]);
      peer.awaitClose();
    }
    assertThat(send2("/echo")).isEqualTo(200);
  }

  @Test
  void whatAClientDoesNotTakeIsPendingUntilItDoes() throws Exception {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      peer.get(1, "/endless", 0);
      LongBody body = longBody.get(20, TimeUnit.SECONDS);
      int received = 0;
      while (received < 65_535) { // RFC 9113 section 6.9.2
        received += peer.await(DATA).payload().length;
      }
      await().until(() -> body.pendingBytes() > 0);
      assertThat(body.pendingBytes()).isLessThanOrEqualTo(LONG_BODY_BYTES + 1_000);
      assertThat(body.done).isFalse();
      peer.sendInt(WINDOW_UPDATE, 0, 1 << 22);
      peer.sendInt(WINDOW_UPDATE, 1, 1 << 22);
      while (received < LONG_BODY_BYTES) {
        received += peer.await(DATA).payload().length;
      }
      await().until(() -> body.done);
      assertThat(body.pendingBytes()).isZero();
    }
  }

  @Test
  void tellsItsConnectionsToGoWhenTheNodeDrains() throws Exception {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      peer.get(1, "/wait", 0);
      await().until(() -> waiting.size() == 1);
      var drained = port.listener().drain().toCompletableFuture();
      peer.await(GOAWAY);
      answerWaiting("the last");
      assertThat(peer.await(DATA).payload()).asString().isEqualTo("the last");
      peer.awaitClose();
      drained.get(20, TimeUnit.SECONDS);
    }
  }

  private interface Annoyance {
    void send(RawHttp2 peer, int number) throws IOException;
  }

  private void isToldToCalmDown(Annoyance annoyance) throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(port)) {
      for (int number = 0; number < LIMITS.maxControlFrames() + 5; number++) {
        annoyance.send(peer, number);
      }
      assertThat(peer.await(GOAWAY).number(4)).isEqualTo(ENHANCE_YOUR_CALM);
      peer.awaitClose();
    } catch (EOFException | java.net.SocketException closedBeforeItWasRead) {
      // the limit's counter says as much
    }
    await().until(() -> port.hits("maxControlFrames") == 1);
    assertThat(send2("/echo")).isEqualTo(200);
  }

  private int send2(String path) {
    try {
      return send(http2, port.request(path)).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private boolean answer(HttpExchange exchange) {
    switch (exchange.path()) {
      case "/wait" -> {
        waiting.add(exchange);
        exchange.onClose(() -> gone.add(exchange.path()));
      }
      case "/long" ->
          exchange.respond(
              new Representation(
                  "text/plain", "", "no-cache", Unpooled.wrappedBuffer(xs(LONG_BODY_BYTES))));
      case "/endless" ->
          exchange.stream(
              new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
              new LongBody(longBody));
      default ->
          exchange.respond(
              new Representation(
                  "text/plain",
                  "",
                  "no-cache",
                  buffer(
                      exchange.request().method()
                          + " "
                          + exchange.path()
                          + " "
                          + exchange.remoteAddress().replaceFirst(":\\d+$", "")
                          + " "
                          + exchange.secure())));
    }
    return true;
  }

  private void answerWaiting(String text) {
    HttpExchange exchange = waiting.getFirst();
    exchange
        .loop()
        .post(
            () -> exchange.respond(new Representation("text/plain", "", "no-cache", buffer(text))));
  }

  private static ByteBuf buffer(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static byte[] xs(int bytes) {
    return "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private static NodeLimits limits() {
    NodeLimits all = NodeLimits.DEFAULTS;
    return new NodeLimits(
        all.handshakeTimeoutMs(),
        all.headerTimeoutMs(),
        IDLE_MS,
        4_096,
        all.maxMessageBytes(),
        all.maxChunkBytes(),
        all.maxChunkStreams(),
        all.maxMetadataBytes(),
        all.maxConnectionsPerAddress(),
        all.maxConnections(),
        all.maxBytesInFlight(),
        3,
        20);
  }

  /// Writes a long body as a viewer does, and hears when it has left.
  private static final class LongBody extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<LongBody> begun;
    private volatile boolean done;
    private volatile @Nullable ChannelOutput output;

    LongBody(CompletableFuture<LongBody> begun) {
      this.begun = begun;
    }

    long pendingBytes() {
      return Objects.requireNonNull(output).pendingBytes();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      ChannelOutput socket =
          new ChannelOutput(context, _ -> context.write(LastHttpContent.EMPTY_LAST_CONTENT));
      socket.write(Unpooled.wrappedBuffer(xs(LONG_BODY_BYTES)));
      socket.flush();
      output = socket;
      begun.complete(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (output != null && pendingBytes() == 0) {
        done = true;
      }
    }
  }
}
