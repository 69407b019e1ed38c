package dev.freshet.bench.scenario;

/// Why something failed, short enough for a table. Stateless.
final class Failures {
  private static final int MAX_LENGTH = 200;

  private Failures() {}

  static String text(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = message.replaceAll("\\s+", " ").replace("|", "/").trim();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }
}
