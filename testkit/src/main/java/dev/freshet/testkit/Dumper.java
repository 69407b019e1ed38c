package dev.freshet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares what a test saw with a readable file beside its vector; `-Dfreshet.rewriteDumps=true`
/// writes the file instead, for a person to read the difference.
public final class Dumper {
  private Dumper() {}

  /// Fails unless the file `dump`, relative to the module's folder, says exactly `actual`.
  public static void compare(Path dump, String actual) {
    try {
      if (Boolean.getBoolean("freshet.rewriteDumps")) {
        Files.writeString(dump, actual);
      }
      String expected = Files.readString(dump);
      if (!expected.equals(actual)) {
        throw new AssertionError(difference(dump, expected, actual));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String difference(Path dump, String expected, String actual) {
    String[] expectedLines = expected.split("\n", -1);
    String[] actualLines = actual.split("\n", -1);
    int line = 0;
    while (line < Math.min(expectedLines.length, actualLines.length)
        && expectedLines[line].equals(actualLines[line])) {
      line++;
    }
    return dump
        + ":"
        + (line + 1)
        + "\nexpected: "
        + (line < expectedLines.length ? expectedLines[line] : "(end)")
        + "\nactual:   "
        + (line < actualLines.length ? actualLines[line] : "(end)");
  }
}
