package dev.freshet.app.config;

import java.util.List;

/// A value as it was written, before anyone asked what it means.
sealed interface Raw {
  /// One word or number.
  record Scalar(String text) implements Raw {
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
    public String toString() {
      return "{}";
    }
  }
}
