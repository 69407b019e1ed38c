package dev.freshet.node.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What happened between this node and others. Thread-safe.
public final class RelayCounters {
  /// Connections of other nodes that are open now.
  public final AtomicInteger connections = new AtomicInteger();

  /// Streams that other nodes pull from this one now, each as often as it is pulled.
  public final AtomicInteger children = new AtomicInteger();

  /// Subscriptions of other nodes that were refused, for whatever reason.
  public final LongAdder subscriptionsRefused = new LongAdder();

  /// Streams that this node pulls from others now.
  public final AtomicInteger pulls = new AtomicInteger();

  /// Times that a pull began.
  public final LongAdder pullsStarted = new LongAdder();

  /// Questions for a stream that were sent to another node.
  public final LongAdder lookups = new LongAdder();

  /// Times that no other node had a stream.
  public final LongAdder absent = new LongAdder();

  /// Lookups that were not begun because of `maxLookups`.
  public final LongAdder lookupsRefused = new LongAdder();

  /// Times that a pull lost its parent and looked for another.
  public final LongAdder parentsLost = new LongAdder();

  /// Times that the second way of a pulled stream took over.
  public final LongAdder switches = new LongAdder();

  /// Pulled streams that have a second way now.
  public final AtomicInteger standbys = new AtomicInteger();

  /// Times that a second way was lost.
  public final LongAdder standbysLost = new LongAdder();

  /// Frames that a second way brought once more, dropped.
  public final LongAdder spareFrames = new LongAdder();

  /// Questions to other nodes that were refused here, because of a limit.
  public final LongAdder callsRefused = new LongAdder();

  /// Questions to other nodes that had no answer in time.
  public final LongAdder callsTimedOut = new LongAdder();

  /// Questions of other nodes that were answered.
  public final LongAdder callsAnswered = new LongAdder();
}
