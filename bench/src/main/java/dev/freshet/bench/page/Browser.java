package dev.freshet.bench.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.bench.linux.Affinity;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Chromium with one page, steered over its DevTools protocol. Owned by whoever opened it.
public final class Browser implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final String DEV_TOOLS = "DevTools listening on ";
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--autoplay-policy=no-user-gesture-required",
          "--remote-debugging-port=0");

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder(); // of the socket's thread
  private final WebSocket socket;
  private String session = "";

  private Browser(Process process, URI devTools) {
    this.process = process;
    this.socket = http.newWebSocketBuilder().buildAsync(devTools, this).join();
  }

  /// The program, if the system has it.
  public static Optional<Path> program() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(Path.of("/usr/bin", name), Path.of("/usr/local/bin", name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts `program` with its files in `folder`, and opens `url`.
  public static Browser open(Path program, Path folder, String url)
      throws IOException, InterruptedException {
    return open(program, folder, url, Affinity.ofThread());
  }

  /// The same on certain cores.
  ///
  /// @param cores where it may run
  public static Browser open(Path program, Path folder, String url, List<Integer> cores)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.command().addAll(FLAGS);
    builder.command().addAll(List.of("--user-data-dir=" + folder, "about:blank"));
    Process process = start(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD), cores);
    try {
      Browser browser = new Browser(process, devTools(process));
      browser.openPage(url);
      return browser;
    } catch (IOException | InterruptedException | RuntimeException e) {
      end(process);
      throw e;
    }
  }

  private static Process start(ProcessBuilder builder, List<Integer> cores) throws IOException {
    List<Integer> own = Affinity.ofThread();
    Affinity.pinThread(cores); // the child inherits it
    try {
      return builder.start();
    } finally {
      Affinity.pinThread(own);
    }
  }

  private static URI devTools(Process process) throws IOException {
    BufferedReader said = process.errorReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(DEV_TOOLS)) {
        Thread.ofPlatform().daemon().start(() -> said.lines().forEach(_ -> {})); // lest it blocks
        return URI.create(line.substring(DEV_TOOLS.length()).strip());
      }
    }
    throw new IOException("the browser did not start");
  }

  private void openPage(String url) throws IOException, InterruptedException {
    ObjectNode where = JSON.createObjectNode().put("url", url);
    String target = call("Target.createTarget", where, ANSWER).path("targetId").asText();
    ObjectNode attach = JSON.createObjectNode().put("targetId", target).put("flatten", true);
    session = call("Target.attachToTarget", attach, ANSWER).path("sessionId").asText();
  }

  /// Evaluates an expression in the page and answers its value; waits for a promise.
  public JsonNode evaluate(String expression, Duration atMost)
      throws IOException, InterruptedException {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("expression", expression).put("returnByValue", true).put("awaitPromise", true);
    JsonNode answer = call("Runtime.evaluate", parameters, atMost);
    if (answer.has("exceptionDetails")) {
      throw new IOException("in the page: " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  private JsonNode call(String method, ObjectNode parameters, Duration atMost)
      throws IOException, InterruptedException {
    int id = lastId.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    awaited.put(id, answer);
    socket.sendText(message.toString(), true).join();
    try {
      JsonNode answered = answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (answered.has("error")) {
        throw new IOException(method + ": " + answered.path("error"));
      }
      return answered.path("result");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the browser did not answer " + method, e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      take(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void take(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      CompletableFuture<JsonNode> answer = awaited.remove(message.path("id").asInt());
      if (answer != null) { // else an event
        answer.complete(message);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    end(process);
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
