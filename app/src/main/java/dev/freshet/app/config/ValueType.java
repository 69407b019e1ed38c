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
///
/// Every start comes through here. So it calls methods of [Reading] and [Raw] where a switch over
/// their types would read as well, and compares texts rather than records: the JVM spins code for
/// such switches and for a record's `equals` and `hashCode` anew at each start, as its start-up
/// cache does not keep it.
final class ValueType<T> {
  /// What reading a value came to.
  sealed interface Reading<T> {
    /// The value, or what `wrong` makes of what was expected.
    T or(Function<String, T> wrong);

    /// What `next` makes of the value, if there is one.
    <R> Reading<R> then(Function<T, Reading<R>> next);

    record Right<T>(T value) implements Reading<T> {
      @Override
      public T or(Function<String, T> wrong) {
        return value;
      }

      @Override
      public <R> Reading<R> then(Function<T, Reading<R>> next) {
        return next.apply(value);
      }
    }

    record Wrong<T>(String expected) implements Reading<T> {
      @Override
      public T or(Function<String, T> wrong) {
        return wrong.apply(expected);
      }

      @Override
      public <R> Reading<R> then(Function<T, Reading<R>> next) {
        return new Wrong<>(expected);
      }
    }
  }

  private static final String OFF = "off";

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
      String text = raw.word();
      T value = text == null ? null : parse.apply(text);
      return value == null ? new Reading.Wrong<>(expected) : new Reading.Right<>(value);
    });
  }

  /// Any text.
  static ValueType<String> text(String expected) {
    return word(expected, text -> text);
  }

  /// Yes or no.
  static ValueType<Boolean> flag() {
    return word(
        "true or false",
        text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null);
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
    return new ValueType<>(raw -> type.read(raw).then(value -> within(value, least, text)));
  }

  private static Reading<Integer> within(long value, int least, Function<Long, String> text) {
    if (value < least) {
      return new Reading.Wrong<>(">= " + text.apply((long) least));
    }
    if (value > Integer.MAX_VALUE) {
      return new Reading.Wrong<>("<= " + text.apply((long) Integer.MAX_VALUE));
    }
    return new Reading.Right<>((int) value);
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
    return new ValueType<>(raw -> readAll(item, raw.items()));
  }

  private static <T> Reading<List<T>> readAll(ValueType<T> item, List<String> texts) {
    List<T> values = new ArrayList<>();
    for (String text : texts) {
      Reading<T> reading = item.read(new Raw.Scalar(text));
      if (reading instanceof Reading.Right<T>(T value)) {
        values.add(value);
      } else if (reading instanceof Reading.Wrong<T>(String expected)) {
        return new Reading.Wrong<>("a list, each " + expected);
      }
    }
    return new Reading.Right<>(List.copyOf(values));
  }

  /// An address to listen on or to tell others; empty or `off` for none.
  static ValueType<Optional<HostPort>> address() {
    ValueType<HostPort> type = word(HostPort.EXPECTED + ", or \"\" for off", HostPort::parse);
    return new ValueType<>(raw ->
        "".equals(raw.word()) || OFF.equals(raw.word())
            ? new Reading.Right<>(Optional.empty())
            : type.read(raw).then(address -> new Reading.Right<>(Optional.of(address))));
  }
}
