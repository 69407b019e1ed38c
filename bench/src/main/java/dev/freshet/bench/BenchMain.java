package dev.freshet.bench;

import dev.freshet.bench.gop.GopCurveCommand;
import java.util.Arrays;
import picocli.CommandLine;

/// The program behind `./freshet bench`.
public final class BenchMain {
  private static final int WRONG_USAGE = 2;

  private BenchMain() {}

  public static void main(String[] args) {
    boolean curve = args.length > 0 && args[0].equals(GopCurveCommand.NAME);
    String[] own = curve ? Arrays.copyOfRange(args, 1, args.length) : args;
    System.exit(commandLine(curve ? new GopCurveCommand() : new BenchCommand()).execute(own));
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
