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
}
