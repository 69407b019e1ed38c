package dev.freshet.media.mpegts;

/// How much was dropped, by reason. Owned by its [TsDemuxer].
public final class TsFaults {
  private final long[] counts = new long[TsFault.values().length];

  TsFaults() {}

  /// How often this happened.
  public long count(TsFault fault) {
    return counts[fault.ordinal()];
  }

  void add(TsFault fault) {
    add(fault, 1);
  }

  void add(TsFault fault, long more) {
    counts[fault.ordinal()] += more;
  }
}
