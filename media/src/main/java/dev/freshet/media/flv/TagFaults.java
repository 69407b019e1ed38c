package dev.freshet.media.flv;

/// How many tags were dropped, by reason. Owned by its [TagDemuxer]'s loop.
public final class TagFaults {
  private final long[] counts = new long[TagFault.values().length];

  /// How often this happened.
  public long count(TagFault fault) {
    return counts[fault.ordinal()];
  }

  void add(TagFault fault) {
    counts[fault.ordinal()]++;
  }
}
