package dev.freshet.app.command;

import dev.freshet.app.config.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command line that starts a node and holds nothing but `--config` and `--set`, read by hand: a
/// node is then up half a second earlier than with the library for command lines, whose classes are
/// too old for the JVM's start-up cache. Whatever else stands in a line is left to the library.
///
/// @param demo whether the command is `demo` rather than `serve`
public record StartLine(boolean demo, ConfigLoader loader) {
  private static final String CONFIG = "--config";
  private static final String SET = "--set";

  /// What this line says; null if it is not for us.
  public static @Nullable StartLine of(String... words) {
    if (words.length == 0 || !(words[0].equals("serve") || words[0].equals("demo"))) {
      return null;
    }
    Path file = null;
    List<String> sets = new ArrayList<>();
    int at = 1;
    while (at < words.length) {
      String option = optionOf(words[at]);
      String value = valueAt(words, at);
      if (value == null || !isPlain(value)) {
        return null;
      }
      if (option.equals(SET)) {
        sets.add(value);
      } else if (option.equals(CONFIG) && file == null) {
        file = Path.of(value);
      } else {
        return null;
      }
      at += words[at].indexOf('=') < 0 ? 2 : 1;
    }
    ConfigLoader loader = new ConfigLoader(file, System.getenv(), List.copyOf(sets));
    return new StartLine(words[0].equals("demo"), loader);
  }

  private static String optionOf(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  /// The value behind the option at this place: in the same word or in the next one.
  private static @Nullable String valueAt(String[] words, int at) {
    int equals = words[at].indexOf('=');
    if (equals >= 0) {
      return words[at].substring(equals + 1);
    }
    return at + 1 < words.length ? words[at + 1] : null;
  }

  /// Quotes, files of arguments and options in place of a value are the library's to judge.
  private static boolean isPlain(String value) {
    return !value.isEmpty() && "-@\"'".indexOf(value.charAt(0)) < 0;
  }

  /// Runs the node.
  ///
  /// @return the exit status
  public int run(PrintWriter out, PrintWriter err) throws IOException {
    return demo ? NodeRun.demo(loader, out, err) : NodeRun.serve(loader, out, err);
  }
}
