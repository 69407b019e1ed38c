package dev.freshet.app.command;

import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.server.ProcessSignals;
import dev.freshet.app.server.Server;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `freshet serve`: runs a node until SIGTERM or Ctrl-C.
@Command(
    name = "serve",
    description = "Runs a node; with no configuration, one all-in-one node.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints one line a listener, and last 'ready' with the time taken.",
      "SIGTERM and Ctrl-C drain: clients may finish within drainTimeout; a second",
      "one ends at once. SIGHUP reads the configuration again."
    })
public final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return switch (options.loader().load()) {
      case ConfigResult.Invalid(var problems) -> {
        problems.forEach(problem -> spec.commandLine().getErr().println(problem));
        yield CommandLine.ExitCode.USAGE;
      }
      case ConfigResult.Loaded loaded -> serve(loaded);
    };
  }

  private void announce(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private int serve(ConfigResult.Loaded loaded) throws IOException {
    ConfigReload config = new ConfigReload(options.loader()::load, loaded);
    try (Server server = new Server(config, this::announce)) {
      ProcessSignals signals = ProcessSignals.handle(server::reload);
      server.onEndAsked(signals::askToEnd);
      server.start();
      signals.awaitEnd();
      server.drain();
    }
    return CommandLine.ExitCode.OK;
  }
}
