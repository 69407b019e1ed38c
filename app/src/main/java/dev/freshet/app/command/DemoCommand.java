package dev.freshet.app.command;

import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.server.ProcessSignals;
import dev.freshet.app.server.Server;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.MediaPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `freshet demo`: a node with a broadcast of its own, and what to try with it.
@Command(
    name = "demo",
    description = "Starts everything on this machine with a built-in test broadcast.",
    mixinStandardHelpOptions = true,
    footer = {"", "Prints the address of the watch page and one to push to. Ctrl-C ends it."})
public final class DemoCommand implements Callable<Integer> {
  private static final StreamKey STREAM = new StreamKey(StreamKey.DEFAULT_SERVICE, "live", "demo");
  private static final int RTMP_PORT = 1935;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return switch (options.loader().load()) {
      case ConfigResult.Invalid(var problems) -> {
        problems.forEach(problem -> spec.commandLine().getErr().println(problem));
        yield CommandLine.ExitCode.USAGE;
      }
      case ConfigResult.Loaded loaded -> demonstrate(loaded);
    };
  }

  private int demonstrate(ConfigResult.Loaded loaded) throws IOException {
    ConfigReload config = new ConfigReload(options.loader()::load, loaded);
    PrintWriter out = spec.commandLine().getOut();
    try (Server server = new Server(config, out::println)) {
      ProcessSignals signals = ProcessSignals.handle(server::reload);
      server.onEndAsked(signals::askToEnd);
      server.start();
      server.broadcastTestCard(STREAM);
      describe(server, out);
      signals.awaitEnd();
      server.drain();
    }
    return CommandLine.ExitCode.OK;
  }

  private static void describe(Server server, PrintWriter out) {
    String page = "http://localhost:" + server.port(MediaPort.HTTP) + "/live/";
    int port = server.port(MediaPort.RTMP);
    String push = "rtmp://localhost" + (port == RTMP_PORT ? "" : ":" + port) + "/live";
    out.println();
    out.println("watch the test broadcast   " + page + "demo");
    out.println("push your own              " + push + "/mine");
    out.println("  in OBS                   server " + push + ", stream key mine");
    out.println("  with ffmpeg              ffmpeg -re -i FILE -c copy -f flv " + push + "/mine");
    out.println("and watch it               " + page + "mine");
    out.flush();
  }
}
