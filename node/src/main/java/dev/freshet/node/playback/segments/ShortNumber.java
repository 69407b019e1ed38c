package dev.freshet.node.playback.segments;

/// Numbers of segments for formats and players that count by 32 bits, as DASH's schema does
/// (`xs:unsignedInt`; some players lose the sign). Ours are larger, and never fall. Stateless.
public final class ShortNumber {
  private static final int BITS = 31;
  private static final int OTHERS = Long.SIZE - BITS;

  private ShortNumber() {}

  /// The short form: the same number again after six years at the earliest, as segments are no
  /// shorter than half a second and numbers not ahead of tenths of a second.
  public static long of(long number) {
    return number & ((1L << BITS) - 1);
  }

  /// The number that was meant, which is near `newest`. A player counts on from a short number, and
  /// may get past the last one.
  static long full(long number, long newest) {
    boolean isShort = number < (1L << (BITS + 1));
    return isShort ? newest + (((number - newest) << OTHERS) >> OTHERS) : number;
  }
}
