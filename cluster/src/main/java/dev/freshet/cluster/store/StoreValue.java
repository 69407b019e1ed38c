package dev.freshet.cluster.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of an entry. Immutable; what they mean is their writer's business.
public final class StoreValue {
  /// How large a value may be.
  public static final int MAX_BYTES = 512 * 1024;

  private final byte[] bytes;

  private StoreValue(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "value: %d bytes (expected: at most %d)".formatted(bytes.length, MAX_BYTES));
    }
    this.bytes = bytes;
  }

  /// A copy of `bytes`.
  public static StoreValue of(byte[] bytes) {
    return new StoreValue(bytes.clone());
  }

  /// `text` in UTF-8.
  public static StoreValue utf8(String text) {
    return new StoreValue(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// The bytes read as UTF-8.
  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public int sizeBytes() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreValue value && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length <= 200 ? utf8() : bytes.length + " bytes";
  }
}
