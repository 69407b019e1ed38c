package dev.freshet.app.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value as it was written, before anyone asked what it means.
sealed interface Raw {
  /// The word or number that it is; null if it is something else.
  default @Nullable String word() {
    return null;
  }

  /// The words or numbers that it lists; a single word lists what stands between its commas.
  List<String> items();

  /// One word or number.
  record Scalar(String text) implements Raw {
    @Override
    public String word() {
      return text;
    }

    @Override
    public List<String> items() {
      return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// A list of words or numbers.
  record Sequence(List<String> items) implements Raw {
    @Override
    public String toString() {
      return items.toString();
    }
  }

  /// A mapping without keys: it names something and leaves all of it at the defaults.
  record EmptyMapping() implements Raw {
    @Override
    public List<String> items() {
      return List.of("{}"); // no item reads so
    }

    @Override
    public String toString() {
      return "{}";
    }
  }
}
