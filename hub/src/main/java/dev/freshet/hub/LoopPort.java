package dev.freshet.hub;

import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The way from a stream's loop to one loop that has viewers of it. Owned by the stream's loop.
///
/// A batch crosses as one task for all formats, never as one per viewer. What has crossed and was
/// not taken yet is bounded: a loop that is stuck gets nothing more until it has taken that. Then
/// it goes on where it was, or at an entry point if the feed no longer reaches back so far.
final class LoopPort {
  /// What a task costs besides its bytes.
  private static final int TASK_BYTES = 1_024;

  /// A fanout, and the number of the next block that it gets.
  private static final class Reader {
    final LoopFanout fanout;
    final WireFeed feed;
    long next;
    boolean opened;

    Reader(LoopFanout fanout, WireFeed feed) {
      this.fanout = fanout;
      this.feed = feed;
      this.next = feed.log().openingBlock();
    }
  }

  /// What one fanout gets. Belongs to the fanout's loop once it has crossed.
  private record Delivery(LoopFanout fanout, List<WireBlock> blocks) {}

  private final Loop owner;
  private final Loop loop;
  private final long maxPendingBytes;
  private final FanoutCounters counters;
  private final List<Reader> readers = new ArrayList<>();
  private final AtomicLong pendingBytes = new AtomicLong();
  private volatile boolean behind;

  LoopPort(Loop owner, Loop loop, long maxPendingBytes, FanoutCounters counters) {
    this.owner = owner;
    this.loop = loop;
    this.maxPendingBytes = maxPendingBytes;
    this.counters = counters;
  }

  Loop loop() {
    return loop;
  }

  boolean isEmpty() {
    return readers.isEmpty();
  }

  List<LoopFanout> fanouts() {
    return readers.stream().map(reader -> reader.fanout).toList();
  }

  /// `fanout` reads `feed` from now on; [#deliver] opens it.
  void add(LoopFanout fanout, WireFeed feed) {
    readers.add(new Reader(fanout, feed));
  }

  /// @return whether `fanout` read through this port
  boolean remove(LoopFanout fanout) {
    return readers.removeIf(reader -> reader.fanout == fanout);
  }

  /// Hands each fanout what its feed has for it.
  void deliver() {
    assert owner.inLoop();
    if (loop.inLoop()) {
      takeAll().forEach(delivery -> delivery.fanout.append(delivery.blocks));
    } else if (pendingBytes.get() <= maxPendingBytes) {
      post(takeAll());
    } else {
      counters.crossingsHeldBack.increment();
      behind = true;
      if (pendingBytes.get() == 0) { // it has just caught up, and may not have seen `behind`
        catchUp();
      }
    }
  }

  /// Ends every fanout, behind what has crossed.
  void end(EndReason reason) {
    deliver();
    for (LoopFanout fanout : fanouts()) {
      loop.post(() -> fanout.end(reason));
    }
    readers.clear();
  }

  private void catchUp() {
    if (behind) {
      behind = false;
      deliver();
    }
  }

  private void post(List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    long bytes = TASK_BYTES;
    for (Delivery delivery : deliveries) {
      for (WireBlock block : delivery.blocks) {
        bytes += block.bytes();
      }
    }
    long taskBytes = bytes;
    pendingBytes.addAndGet(taskBytes);
    counters.crossings.increment();
    loop.post(() -> append(deliveries, taskBytes));
  }

  /// On the other loop.
  private void append(List<Delivery> deliveries, long taskBytes) {
    for (Delivery delivery : deliveries) {
      delivery.fanout.append(delivery.blocks);
    }
    if (pendingBytes.addAndGet(-taskBytes) == 0 && behind) {
      owner.post(this::catchUp);
    }
  }

  private List<Delivery> takeAll() {
    List<Delivery> deliveries = new ArrayList<>(readers.size());
    for (Reader reader : readers) {
      List<WireBlock> blocks = take(reader);
      if (!blocks.isEmpty() || !reader.opened) {
        reader.opened = true;
        deliveries.add(new Delivery(reader.fanout, blocks));
      }
    }
    return deliveries;
  }

  private static List<WireBlock> take(Reader reader) {
    WireLog log = reader.feed.log();
    if (reader.next < log.firstBlock()) {
      reader.next = log.startBlock();
    }
    List<WireBlock> blocks = new ArrayList<>((int) (log.endBlock() - reader.next));
    for (; reader.next < log.endBlock(); reader.next++) {
      WireBlock block = log.block(reader.next);
      block.retain();
      blocks.add(block);
    }
    return blocks;
  }
}
