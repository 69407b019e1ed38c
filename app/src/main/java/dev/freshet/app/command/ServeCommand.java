package dev.freshet.app.command;

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
    CommandLine line = spec.commandLine();
    return NodeRun.serve(options.loader(), line.getOut(), line.getErr());
  }
}
