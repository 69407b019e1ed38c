package dev.freshet.app.command;

import java.io.IOException;
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
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    CommandLine line = spec.commandLine();
    return NodeRun.demo(options.loader(), line.getOut(), line.getErr());
  }
}
