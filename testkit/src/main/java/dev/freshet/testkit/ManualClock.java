package dev.freshet.testkit;

import dev.freshet.contract.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is told to go on.
public final class ManualClock implements Clock {
  private final AtomicLong nowNs = new AtomicLong(1_000_000_000);
  private final AtomicLong unixOffsetUs = new AtomicLong(1_800_000_000_000_000L);

  @Override
  public long nanoTime() {
    return nowNs.get();
  }

  @Override
  public long unixUs() {
    return unixOffsetUs.get() + nowNs.get() / 1_000;
  }

  /// Moves both clocks on.
  public void advanceMs(long ms) {
    nowNs.addAndGet(ms * 1_000_000);
  }

  /// Makes the wall clock jump.
  public void jumpWallMs(long ms) {
    unixOffsetUs.addAndGet(ms * 1_000);
  }
}
