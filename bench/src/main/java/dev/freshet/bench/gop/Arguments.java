package dev.freshet.bench.gop;

import java.util.ArrayList;
import java.util.List;

/// Words of a command line. Owned by whoever puts them together.
final class Arguments {
  private final List<String> words = new ArrayList<>();

  /// Adds several words, written as in a shell without quotes.
  Arguments add(String options) {
    words.addAll(List.of(options.split(" ")));
    return this;
  }

  /// Adds one word, whatever is in it.
  Arguments word(Object value) {
    words.add(value.toString());
    return this;
  }

  List<String> words() {
    return List.copyOf(words);
  }
}
