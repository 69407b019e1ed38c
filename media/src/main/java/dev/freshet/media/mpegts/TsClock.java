package dev.freshet.media.mpegts;

/// Times of MPEG-TS: ticks of 90 kHz, of which the wire carries the lower 33 bits (ISO/IEC 13818-1
/// 2.4.3.7). No owner.
final class TsClock {
  /// Size of a number on the wire.
  static final long WIRE_MASK = (1L << 33) - 1;

  /// The tick at which a stream's time 0 is written: the clock reference runs ahead of it and
  /// should not begin by wrapping.
  static final long OFFSET_TICKS = 90_000;

  /// How much earlier than its decoding time a picture's bytes arrive, by the clock reference.
  static final long PCR_LEAD_TICKS = 18_000;

  private static final long HALF = 1L << 32;

  private TsClock() {}

  /// The tick of a stream's time in us, rounded; grows on past 33 bits.
  static long ticks(long us) {
    return Math.floorDiv(us * 9 + 50, 100) + OFFSET_TICKS;
  }

  /// The time of a tick in us, rounded, without [#OFFSET_TICKS].
  static long us(long ticks) {
    return Math.floorDiv(ticks * 100 + 4, 9);
  }

  /// The tick nearest to `reference` with these 33 bits.
  static long unwrap(long reference, long wire) {
    long ahead = wire - reference & WIRE_MASK;
    return reference + (ahead < HALF ? ahead : ahead - WIRE_MASK - 1);
  }
}
