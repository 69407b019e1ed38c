package dev.freshet.bench.stream;

/// When a frame was sent and which one it was, written into its payload: 8 bytes of magic, then
/// sequence and time in nibbles of `0x40 | n`, which no codec escapes. Stateless.
public final class Mark {
  /// Size of a mark.
  public static final int BYTES = 32;

  private static final long MAGIC = 0x46725368_65744d6bL;
  private static final int SEQUENCE_NIBBLES = 8;
  private static final int TIME_NIBBLES = 16;

  private Mark() {}

  /// Writes a mark.
  ///
  /// @param sequence counts all frames of a stream from 0
  /// @param sentNs CLOCK_MONOTONIC, which all processes of a machine share
  public static void write(byte[] target, int at, long sequence, long sentNs) {
    writeLong(target, at, MAGIC);
    writeNibbles(target, at + 8, sequence, SEQUENCE_NIBBLES);
    writeNibbles(target, at + 8 + SEQUENCE_NIBBLES, sentNs, TIME_NIBBLES);
  }

  /// Whether there is a mark at `at`, all of it before `end`.
  public static boolean isAt(byte[] source, int at, int end) {
    if (at + BYTES > end) {
      return false;
    }
    for (int i = 0; i < 8; i++) {
      if (source[at + i] != (byte) (MAGIC >>> (56 - 8 * i))) {
        return false;
      }
    }
    return true;
  }

  /// The sequence of the mark at `at`.
  public static long sequence(byte[] source, int at) {
    return readNibbles(source, at + 8, SEQUENCE_NIBBLES);
  }

  /// The time of the mark at `at`.
  public static long sentNs(byte[] source, int at) {
    return readNibbles(source, at + 8 + SEQUENCE_NIBBLES, TIME_NIBBLES);
  }

  private static void writeLong(byte[] target, int at, long value) {
    for (int i = 0; i < 8; i++) {
      target[at + i] = (byte) (value >>> (56 - 8 * i));
    }
  }

  private static void writeNibbles(byte[] target, int at, long value, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = (byte) (0x40 | value >>> 4 * (count - 1 - i) & 0xf);
    }
  }

  private static long readNibbles(byte[] source, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 4 | source[at + i] & 0xf;
    }
    return value;
  }
}
