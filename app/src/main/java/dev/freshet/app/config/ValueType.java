package dev.freshet.app.config;

import dev.freshet.contract.node.HostPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a value is written, and what it may be. Immutable.
final class ValueType<T> {
  /// What reading a value came to.
  sealed interface Reading<T> {
    record Right<T>(T value) implements Reading<T> {}

    record Wrong<T>(String expected) implements Reading<T> {}
  }

  private static final Raw OFF = new Raw.Scalar("off");
  private static final Raw EMPTY = new Raw.Scalar("");

  private final Function<Raw, Reading<T>> reader;

  private ValueType(Function<Raw, Reading<T>> reader) {
    this.reader = reader;
  }

  Reading<T> read(Raw raw) {
    return reader.apply(raw);
  }

  /// A word that `parse` understands; it answers null for all others.
  static <T> ValueType<T> word(String expected, Function<String, @Nullable T> parse) {
    return new ValueType<>(raw -> {
      T value = raw instanceof Raw.Scalar(String text) ? parse.apply(text) : null;
      return value == null ? new Reading.Wrong<>(expected) : new Reading.Right<>(value);
    });
  }

  /// Any text.
  static ValueType<String> text(String expected) {
    return word(expected, text -> text);
  }

  /// A duration in ms, at least `leastMs`.
  static ValueType<Integer> duration(int leastMs) {
    return bounded(
        word("a duration such as 10s or 250ms", Units::durationMs), leastMs, Units::durationText);
  }

  /// A number of bytes, at least `leastBytes`.
  static ValueType<Integer> size(int leastBytes) {
    return bounded(word("a size such as 8MiB", Units::sizeBytes), leastBytes, Units::sizeText);
  }

  /// A whole number, at least `least`.
  static ValueType<Integer> count(int least) {
    return bounded(word("a whole number", Units::count), least, value -> Long.toString(value));
  }

  private static ValueType<Integer> bounded(
      ValueType<Long> type, int least, Function<Long, String> text) {
    return new ValueType<>(raw ->
        switch (type.read(raw)) {
          case Reading.Wrong<Long>(String expected) -> new Reading.Wrong<>(expected);
          case Reading.Right<Long>(Long value) when value < least ->
              new Reading.Wrong<>(">= " + text.apply((long) least));
          case Reading.Right<Long>(Long value) when value > Integer.MAX_VALUE ->
              new Reading.Wrong<>("<= " + text.apply((long) Integer.MAX_VALUE));
          case Reading.Right<Long>(Long value) -> new Reading.Right<>(value.intValue());
        });
  }

  /// One of an enum's constants, written in lower case.
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(ValueType::written).toList();
    return word(
        "one of " + String.join(", ", names),
        text -> {
          int index = names.indexOf(text);
          return index < 0 ? null : type.getEnumConstants()[index];
        });
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// A list of `item`s; on the command line and in the environment separated by commas.
  static <T> ValueType<List<T>> listOf(ValueType<T> item) {
    return new ValueType<>(raw -> readAll(item, items(raw)));
  }

  private static List<String> items(Raw raw) {
    return switch (raw) {
      case Raw.EmptyMapping() -> List.of("{}"); // no item reads so
      case Raw.Sequence(List<String> items) -> items;
      case Raw.Scalar(String text) ->
          Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    };
  }

  private static <T> Reading<List<T>> readAll(ValueType<T> item, List<String> texts) {
    List<T> values = new ArrayList<>();
    for (String text : texts) {
      switch (item.read(new Raw.Scalar(text))) {
        case Reading.Wrong<T>(String expected) -> {
          return new Reading.Wrong<>("a list, each " + expected);
        }
        case Reading.Right<T>(T value) -> values.add(value);
      }
    }
    return new Reading.Right<>(List.copyOf(values));
  }

  /// An address to listen on or to tell others; empty or `off` for none.
  static ValueType<Optional<HostPort>> address() {
    ValueType<HostPort> type = word(HostPort.EXPECTED + ", or \"\" for off", HostPort::parse);
    return new ValueType<>(raw ->
        switch (raw.equals(OFF) || raw.equals(EMPTY) ? null : type.read(raw)) {
          case null -> new Reading.Right<>(Optional.empty());
          case Reading.Wrong<HostPort>(String expected) -> new Reading.Wrong<>(expected);
          case Reading.Right<HostPort>(HostPort address) ->
              new Reading.Right<>(Optional.of(address));
        });
  }
}
