package dev.freshet.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real browser with one page, steered over its DevTools protocol. Owned by [Children].
public final class Chromium implements WebSocket.Listener {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private String session = "";

  private Chromium(Children children, URI devTools) {
    HttpClient client = HttpClient.newHttpClient();
    children.own(client::shutdownNow);
    socket = client.newWebSocketBuilder().buildAsync(devTools, this).join();
  }

  /// Starts a browser that shows the page at `url`.
  public static Chromium open(Children children, String url) {
    ChildProcess browser = children.start(command(children));
    String line =
        browser.awaitLine(Duration.ofSeconds(60), said -> said.contains("DevTools listening on"));
    Chromium chromium = new Chromium(children, URI.create(line.substring(line.indexOf("ws://"))));
    chromium.openPage(url);
    return chromium;
  }

  /// Evaluates an expression in the page and answers its value; waits for a promise.
  public JsonNode evaluate(String expression) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("expression", expression).put("returnByValue", true).put("awaitPromise", true);
    JsonNode answer = call("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
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

  private static List<String> command(Children children) {
    return List.of(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
        "--remote-debugging-port=0",
        "--user-data-dir=" + children.folder("chromium"),
        "about:blank");
  }

  private void openPage(String url) {
    String target =
        call("Target.createTarget", JSON.createObjectNode().put("url", url))
            .path("targetId")
            .asText();
    ObjectNode attach = JSON.createObjectNode().put("targetId", target).put("flatten", true);
    session = call("Target.attachToTarget", attach).path("sessionId").asText();
  }

  private JsonNode call(String method, ObjectNode parameters) {
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
      JsonNode answered = answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      if (answered.has("error")) {
        throw new AssertionError(method + ": " + answered.path("error"));
      }
      return answered.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the browser did not answer " + method, e);
    }
  }

  private void take(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      CompletableFuture<JsonNode> answer = awaited.remove(message.path("id").asInt());
      if (answer != null) { // else an event
        answer.complete(message);
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
