package dev.freshet.bench.stream;

import java.io.ByteArrayOutputStream;

/// Writes the bit strings of H.264 (7.2, 9.1). Owned by its caller.
final class BitWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int pending;
  private int pendingBits;

  /// `u(n)`.
  BitWriter bits(int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      pending = pending << 1 | value >>> i & 1;
      if (++pendingBits == 8) {
        bytes.write(pending);
        pending = 0;
        pendingBits = 0;
      }
    }
    return this;
  }

  /// `ue(v)`; `se(v)` of 0 is the same bit.
  BitWriter ue(int value) {
    int width = 32 - Integer.numberOfLeadingZeros(value + 1);
    return bits(0, width - 1).bits(value + 1, width);
  }

  /// `rbsp_trailing_bits()`, and the whole as a NAL unit with `header`.
  byte[] nalUnit(int header) {
    bits(1, 1);
    while (pendingBits != 0) {
      bits(0, 1);
    }
    return escaped(header, bytes.toByteArray());
  }

  private static byte[] escaped(int header, byte[] rbsp) {
    ByteArrayOutputStream nal = new ByteArrayOutputStream();
    nal.write(header);
    int zeros = 0;
    for (byte b : rbsp) {
      if (zeros == 2 && (b & 0xff) <= 3) {
        nal.write(3); // emulation_prevention_three_byte
        zeros = 0;
      }
      zeros = b == 0 ? zeros + 1 : 0;
      nal.write(b);
    }
    return nal.toByteArray();
  }
}
