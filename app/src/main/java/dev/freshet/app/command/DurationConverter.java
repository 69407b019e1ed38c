package dev.freshet.app.command;

import dev.freshet.app.config.Units;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads durations as the configuration writes them, such as `10s`, into ms.
final class DurationConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    Long ms = Units.durationMs(text);
    if (ms == null) {
      throw new TypeConversionException("'" + text + "' (expected: a duration such as 10s or 2m)");
    }
    return ms;
  }
}
