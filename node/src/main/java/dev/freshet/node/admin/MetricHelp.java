package dev.freshet.node.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What each metric is, from docs/operating/metrics.md, which the build puts beside this class:
/// `/metrics` says the same as the documents. Immutable.
final class MetricHelp {
  private static final String DOCUMENT = "metrics.md";
  private static final String HELP = "# HELP ";
  private static final Pattern ROW = Pattern.compile("\\| `(freshet_\\w+)` \\|[^|]*\\| (.*) \\|");
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

  private final Map<String, String> texts;

  private MetricHelp(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  /// Reads the document.
  static MetricHelp load() {
    try (InputStream in = MetricHelp.class.getResourceAsStream(DOCUMENT)) {
      return of(in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of a page with one table row for each metric: name, labels, meaning.
  static MetricHelp of(String page) {
    Map<String, String> texts = new HashMap<>();
    page.lines()
        .forEach(line -> {
          Matcher row = ROW.matcher(line);
          if (row.matches()) {
            texts.put(row.group(1), plain(row.group(2)));
          }
        });
    return new MetricHelp(texts);
  }

  private static String plain(String markdown) {
    return LINK.matcher(markdown).replaceAll("$1").replace("`", "").replace("\\", "\\\\");
  }

  /// How many metrics it knows.
  int size() {
    return texts.size();
  }

  /// Fills in what a page in the text format of Prometheus leaves empty.
  String into(String page) {
    return page.lines().map(this::filled).collect(Collectors.joining("\n", "", "\n"));
  }

  private String filled(String line) {
    if (!line.startsWith(HELP)) {
      return line;
    }
    String rest = line.substring(HELP.length()).strip();
    String text = rest.indexOf(' ') < 0 ? texts.get(rest) : null;
    return text == null ? line : HELP + rest + " " + text;
  }
}
