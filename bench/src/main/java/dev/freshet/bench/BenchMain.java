package dev.freshet.bench;

import dev.freshet.bench.fault.FaultsCommand;
import dev.freshet.bench.gop.GopCurveCommand;
import java.util.Arrays;
import picocli.CommandLine;

/// The program behind `./freshet bench`.
public final class BenchMain {
  private static final int WRONG_USAGE = 2;

  private BenchMain() {}

  public static void main(String[] args) {
    Object command =
        switch (args.length > 0 ? args[0] : "") {
          case GopCurveCommand.NAME -> new GopCurveCommand();
          case FaultsCommand.NAME -> new FaultsCommand();
          default -> new BenchCommand();
        };
    boolean named = !(command instanceof BenchCommand);
    String[] own = named ? Arrays.copyOfRange(args, 1, args.length) : args;
    System.exit(commandLine(command).execute(own));
  }

  /// A command, whose complaints are one line each.
  static CommandLine commandLine(Object command) {
    CommandLine commandLine = new CommandLine(command);
    commandLine.setParameterExceptionHandler((wrong, _) -> {
      commandLine.getErr().println("freshet bench: " + wrong.getMessage());
      return WRONG_USAGE;
    });
    return commandLine;
  }
}
