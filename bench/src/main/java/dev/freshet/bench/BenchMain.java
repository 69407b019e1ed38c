package dev.freshet.bench;

import picocli.CommandLine;

/// The program behind `./freshet bench`.
public final class BenchMain {
  private static final int WRONG_USAGE = 2;

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// The command, whose complaints are one line each.
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BenchCommand());
    commandLine.setParameterExceptionHandler((wrong, _) -> {
      commandLine.getErr().println("freshet bench: " + wrong.getMessage());
      return WRONG_USAGE;
    });
    return commandLine;
  }
}
