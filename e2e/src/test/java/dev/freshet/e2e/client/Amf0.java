package dev.freshet.e2e.client;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AMF0 values for messages that no well-behaved client would send.
public final class Amf0 {
  private Amf0() {}

  /// Values one after the other: strings, numbers, null and maps.
  public static byte[] of(@Nullable Object... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Object value : values) {
        write(out, value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte(5);
      case Number number -> {
        out.writeByte(0);
        out.writeDouble(number.doubleValue());
      }
      case Map<?, ?> map -> {
        out.writeByte(3);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          writeName(out, entry.getKey().toString());
          write(out, entry.getValue());
        }
        out.write(new byte[] {0, 0, 9});
      }
      default -> {
        out.writeByte(2);
        writeName(out, value.toString());
      }
    }
  }

  private static void writeName(DataOutputStream out, String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
