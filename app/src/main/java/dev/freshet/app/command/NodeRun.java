package dev.freshet.app.command;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.server.DemoTls;
import dev.freshet.app.server.EarlyLoading;
import dev.freshet.app.server.ProcessSignals;
import dev.freshet.app.server.Server;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.MediaPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;

/// A node from its start to its end, as `serve` and `demo` run it. Owned by the main thread; knows
/// nothing of the library that reads command lines, which takes longer to load than all the rest.
final class NodeRun {
  private static final StreamKey DEMO = new StreamKey(StreamKey.DEFAULT_SERVICE, "live", "demo");
  private static final int DONE = 0;
  private static final int WRONG_USAGE = 2;
  private static final int RTMP_PORT = 1935;

  private final ConfigLoader loader;
  private final boolean demo;
  private final PrintWriter out;
  private final PrintWriter err;

  private NodeRun(ConfigLoader loader, boolean demo, PrintWriter out, PrintWriter err) {
    this.loader = loader;
    this.demo = demo;
    this.out = out;
    this.err = err;
  }

  /// Runs a node until it is asked to end.
  ///
  /// @return the exit status
  static int serve(ConfigLoader loader, PrintWriter out, PrintWriter err) throws IOException {
    return new NodeRun(loader, false, out, err).run();
  }

  /// The same with a broadcast of its own, and what to try with it.
  static int demo(ConfigLoader loader, PrintWriter out, PrintWriter err) throws IOException {
    return new NodeRun(DemoTls.addTo(loader, Instant.now()), true, out, err).run();
  }

  private int run() throws IOException {
    EarlyLoading.begin();
    ConfigResult result = loader.load();
    if (result instanceof ConfigResult.Loaded loaded) { // a switch would cost a start 20 ms
      return run(new ConfigReload(loader::load, loaded));
    }
    result.problems().forEach(err::println);
    err.flush();
    return WRONG_USAGE;
  }

  private int run(ConfigReload config) throws IOException {
    try (Server server = new Server(config, this::announce)) {
      ProcessSignals signals = ProcessSignals.handle(server::reload);
      server.onEndAsked(signals::askToEnd);
      server.start();
      if (demo) {
        server.broadcastTestCard(DEMO);
        describe(server);
      }
      signals.awaitEnd();
      server.drain();
    }
    return DONE;
  }

  private void announce(String line) {
    out.println(line);
    out.flush();
  }

  private void describe(Server server) {
    String page = "http://localhost:" + server.port(MediaPort.HTTP) + "/live/";
    int port = server.port(MediaPort.RTMP);
    String push = "rtmp://localhost" + (port == RTMP_PORT ? "" : ":" + port) + "/live";
    out.println();
    out.println("watch the test broadcast   " + page + "demo");
    int tlsPort = server.port(MediaPort.HTTPS);
    if (tlsPort != 0) {
      out.println("  by HTTPS and HTTP/2      https://localhost:" + tlsPort + "/live/demo");
    }
    out.println("push your own              " + push + "/mine");
    out.println("  in OBS                   server " + push + ", stream key mine");
    out.println("  with ffmpeg              ffmpeg -re -i FILE -c copy -f flv " + push + "/mine");
    out.println("and watch it               " + page + "mine");
    out.flush();
  }
}
