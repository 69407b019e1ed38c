package dev.freshet.node.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What this node knows of its cluster, and what happened to the streams that were pushed here,
/// since it started; all at zero for a node alone. Thread-safe.
public final class ClusterCounters {
  /// Nodes that this one knows, itself among them.
  public final AtomicInteger members = new AtomicInteger();

  /// Of them, those whose records vanished and who have not answered since.
  public final AtomicInteger suspects = new AtomicInteger();

  /// 1 while so many vanished at once that nobody is removed.
  public final AtomicInteger removalsFrozen = new AtomicInteger();

  /// Nodes that said goodbye, or vanished and did not answer.
  public final LongAdder membersRemoved = new LongAdder();

  /// 1 while the store answers.
  public final AtomicInteger storeUp = new AtomicInteger();

  /// Times that it ceased to.
  public final LongAdder storeOutages = new LongAdder();

  /// Streams that became this node's.
  public final LongAdder claimsLanded = new LongAdder();

  /// Of them, those whose publishers were let in before the store had answered.
  public final LongAdder claimsUnconfirmed = new LongAdder();

  /// Publishers refused for the sake of another node's.
  public final LongAdder claimsRefused = new LongAdder();

  /// Streams that another node took from this one.
  public final LongAdder originsLost = new LongAdder();

  /// Times that another node gave a stream of an epoch that is over.
  public final LongAdder epochsFenced = new LongAdder();
}
