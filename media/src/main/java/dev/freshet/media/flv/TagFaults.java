package dev.freshet.media.flv;

import java.util.function.Consumer;

/// How many tags were dropped, by reason. Owned by its [TagDemuxer]'s loop.
public final class TagFaults {
  private final long[] counts = new long[TagFault.values().length];
  private final Consumer<TagFault> observer;

  /// @param observer hears of each
  TagFaults(Consumer<TagFault> observer) {
    this.observer = observer;
  }

  /// How often this happened.
  public long count(TagFault fault) {
    return counts[fault.ordinal()];
  }

  void add(TagFault fault) {
    counts[fault.ordinal()]++;
    observer.accept(fault);
  }
}
