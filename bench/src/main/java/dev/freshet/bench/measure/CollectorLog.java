package dev.freshet.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pauses of a garbage collector, read from the log that `-Xlog:gc` writes. Stateless.
public final class CollectorLog {
  private static final Pattern PAUSE =
      Pattern.compile("^\\[([0-9.]+)s\\].*Pause (.*) ([0-9.]+)ms$");

  private CollectorLog() {}

  /// Lengths in ms of all pauses from `fromSeconds` of the virtual machine's life on, without those
  /// that the bench itself asked for.
  public static List<Double> pausesMs(Path log, double fromSeconds) throws IOException {
    List<Double> pauses = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = PAUSE.matcher(line);
      if (matcher.find()
          && Double.parseDouble(matcher.group(1)) >= fromSeconds
          && !matcher.group(2).contains("Diagnostic Command")) {
        pauses.add(Double.parseDouble(matcher.group(3)));
      }
    }
    return pauses;
  }
}
