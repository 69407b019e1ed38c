package dev.freshet.node.admin;

import dev.freshet.contract.node.HostPort;
import dev.freshet.node.net.Listener;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin port. Its handlers run on virtual threads, off the media's loops. Owned by the
/// program's `Server`; stays open while the node drains, so that the drain can be watched.
public final class AdminServer implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private final HostPort address;
  private final AdminApi api;
  private @Nullable WebServer server;

  /// @param metrics writes the page of metrics
  public AdminServer(HostPort address, NodeView view, AdminToken token, Supplier<String> metrics) {
    this.address = address;
    this.api = new AdminApi(view, token, metrics);
  }

  /// Loads the classes that [#start] needs, which takes longer than starting. From any thread.
  public static void loadAhead() {
    builder().build();
  }

  /// Looks for no plug-ins: there are none, and looking takes as long as all the rest.
  private static WebServerConfig.Builder builder() {
    return WebServer.builder()
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .concurrencyLimitDiscoverServices(false)
        .contentEncoding(encodings -> encodings.contentEncodingsDiscoverServices(false))
        .mediaContext(media -> media.mediaSupportsDiscoverServices(false));
  }

  @Override
  public String name() {
    return "admin";
  }

  @Override
  public void start() throws IOException {
    InetAddress host =
        address.anyAddress()
            ? InetAddress.getByAddress(new byte[16])
            : InetAddress.getByName(address.host());
    tryToBind(new InetSocketAddress(host, address.port()));
    try {
      server =
          builder()
              .address(host)
              .port(address.port())
              .routing(routing -> routing.any(this::handle))
              .build()
              .start();
    } catch (RuntimeException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new IOException("listen.admin: " + address + ": " + cause.getMessage(), failed);
    }
  }

  /// The web server itself writes a trace to the log where it cannot bind, and goes on.
  private void tryToBind(InetSocketAddress to) throws IOException {
    try (ServerSocket trial = new ServerSocket()) {
      trial.bind(to);
    } catch (IOException taken) {
      throw new IOException("listen.admin: " + address + ": " + taken.getMessage(), taken);
    }
  }

  private void handle(ServerRequest request, ServerResponse response) {
    Answer answer;
    try {
      answer = api.answer(read(request));
    } catch (RuntimeException bug) {
      LOG.error("admin request failed", bug);
      answer = Answer.problem(500, "fault", "a bug of ours; the log has the trace");
    }
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(answer.body());
  }

  private static AdminRequest read(ServerRequest request) {
    Map<String, String> query = new HashMap<>();
    for (String name : request.query().names()) {
      query.put(name, request.query().first(name).orElse(""));
    }
    return new AdminRequest(
        request.prologue().method().text(),
        request.path().path(),
        query,
        request.headers().value(HeaderNames.AUTHORIZATION).orElse(""));
  }

  @Override
  public InetSocketAddress boundAddress() {
    WebServer running = server;
    if (running == null) {
      throw new IllegalStateException("listen.admin is not started");
    }
    String host = address.anyAddress() ? "::" : address.host();
    return new InetSocketAddress(host, running.port());
  }

  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
  }
}
