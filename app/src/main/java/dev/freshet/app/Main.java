package dev.freshet.app;

import dev.freshet.app.command.StartLine;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;

/// The program `freshet`: runs what was typed and answers with its exit status, 0 done, 1 failed, 2
/// wrong usage. Knows nothing of the library for command lines, so that a node starts without it.
public final class Main {
  private static final int FAILED = 1;

  private Main() {}

  /// Runs the command line and ends the process.
  public static void main(String[] words) {
    int status = execute(words);
    System.out.flush();
    System.exit(status);
  }

  static int execute(String... words) {
    StartLine start = StartLine.of(words);
    return start == null ? FreshetCommand.execute(words) : execute(start);
  }

  private static int execute(StartLine start) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    try {
      return start.run(out, err);
    } catch (IOException | RuntimeException failure) {
      return failed(failure, err);
    } finally {
      out.flush();
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }

  /// One line says what went wrong; the trace is for bugs.
  static int failed(Exception failure, PrintWriter out) {
    if (failure instanceof RuntimeException) {
      failure.printStackTrace(out);
    } else {
      out.println("freshet: " + failure.getMessage());
    }
    out.flush();
    return FAILED;
  }
}
