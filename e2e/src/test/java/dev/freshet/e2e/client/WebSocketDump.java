package dev.freshet.e2e.client;

import dev.freshet.e2e.process.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A WebSocket client that writes what it is sent into a file. Owned by [Children].
public final class WebSocketDump implements WebSocket.Listener, AutoCloseable {
  private final Path file;
  private final FileChannel out;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private @Nullable WebSocket socket;

  private WebSocketDump(Path file) throws IOException {
    this.file = file;
    this.out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /// Connects and begins to write. Does not wait: the server may answer when a publisher comes.
  public static WebSocketDump start(Children children, String url) {
    return start(children, url, builder -> builder);
  }

  /// The same as a page in a browser does it.
  public static WebSocketDump startAsBrowser(Children children, String url) {
    return start(children, url, builder -> builder.header("Origin", "https://example.com"));
  }

  private static WebSocketDump start(
      Children children, String url, UnaryOperator<WebSocket.Builder> more) {
    try {
      WebSocketDump dump =
          children.own(new WebSocketDump(children.folder("websocket").resolve("dump.flv")));
      HttpClient client = HttpClient.newHttpClient();
      children.own(client::shutdownNow);
      var _ =
          more.apply(client.newWebSocketBuilder())
              .connectTimeout(Duration.ofSeconds(20))
              .buildAsync(URI.create(url), dump)
              .whenComplete((_, failure) -> dump.connected(failure));
      return dump;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the server to close and answers why it did: its status and its reason.
  public String awaitClose(Duration atMost) {
    try {
      return end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the WebSocket was not closed as it should: " + e, e);
    }
  }

  /// Waits for the server to refuse and answers the HTTP status.
  public int awaitRefusal(Duration atMost) {
    try {
      String closed = end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("not refused but closed: " + closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw new AssertionError("not refused but broken: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("not refused after " + atMost, e);
    }
  }

  /// The bytes so far.
  public Path file() {
    return file;
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    try {
      while (data.hasRemaining()) {
        out.write(data);
      }
      from.request(1);
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    end.complete(status + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end.completeExceptionally(error);
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.abort();
    }
    out.close();
  }

  private void connected(@Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      end.completeExceptionally(cause == null ? failure : cause);
    }
  }
}
