package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The way out of a stream: its log, its feeds, and the loops and subscribers that read them. Owned
/// by the stream's loop.
///
/// A batch crosses to each loop in use as one task, never as one per viewer.
final class StreamFanout {
  /// The fanouts of one other loop that read this stream.
  private static final class Port {
    final Loop loop;
    final List<LoopFanout> fanouts = new ArrayList<>();

    Port(Loop loop) {
      this.loop = loop;
    }
  }

  /// What one fanout gets of a batch.
  private record Delivery(LoopFanout fanout, List<WireBlock> blocks) {}

  private final Profile profile;
  private final Clock clock;
  private final ByteBufAllocator allocator;
  private final FanoutCounters counters;
  private final FrameLog log;
  private final Map<String, WireFeed> feeds = new LinkedHashMap<>();
  private final List<Port> ports = new ArrayList<>();
  private final List<FrameSubscription> subscriptions = new ArrayList<>();
  private final List<Frame> openBatch = new ArrayList<>();

  StreamFanout(Profile profile, Clock clock, ByteBufAllocator allocator, FanoutCounters counters) {
    this.profile = profile;
    this.clock = clock;
    this.allocator = allocator;
    this.counters = counters;
    long segmentsUs = 3_000L * profile.segmentMs();
    this.log =
        new FrameLog(
            Math.max(profile.replayWindowMs() * 1_000L, segmentsUs), profile.replayWindowBytes());
  }

  FrameLog log() {
    return log;
  }

  /// Adds a frame to the log and to the open batch. Takes over its reference.
  void add(Frame frame) {
    log.append(frame);
    openBatch.add(frame);
  }

  /// Closes the open batch: muxes it once for each format in use and hands it to every reader.
  void flush() {
    if (openBatch.isEmpty()) {
      return;
    }
    List<Frame> batch = List.copyOf(openBatch);
    openBatch.clear();
    try {
      for (FrameSubscription subscription : List.copyOf(subscriptions)) {
        subscription.offer(batch);
      }
      deliver(batch);
    } finally {
      batch.forEach(Frame::release);
    }
  }

  /// Opens `fanout` on its loop, seeded with the newest GOP. What comes later follows in order.
  void open(LoopFanout fanout) {
    flush();
    WireFeed feed = feeds.get(fanout.format().key());
    if (feed == null) {
      feed = new WireFeed(fanout.format(), profile, allocator);
      feeds.put(fanout.format().key(), feed);
      seed(feed);
    }
    feed.addFanouts(1);
    portOf(fanout.loop()).fanouts.add(fanout);
    List<WireBlock> blocks = feed.seedBlocks();
    if (fanout.loop().inLoop()) {
      fanout.open(blocks); // at once: later batches are appended directly on this loop
    } else {
      fanout.loop().post(() -> fanout.open(blocks));
    }
  }

  /// `fanout` has closed itself.
  void forget(LoopFanout fanout) {
    boolean known = false;
    for (Port port : ports) {
      known |= port.fanouts.remove(fanout);
    }
    ports.removeIf(port -> port.fanouts.isEmpty());
    WireFeed feed = feeds.get(fanout.format().key());
    if (known && feed != null && feed.addFanouts(-1) == 0) {
      feed.close();
      feeds.remove(fanout.format().key());
    }
  }

  /// Viewers now, by format.
  Map<String, Integer> viewersByFormat() {
    Map<String, Integer> viewers = new TreeMap<>();
    for (Port port : ports) {
      for (LoopFanout fanout : port.fanouts) {
        viewers.merge(fanout.format().key(), fanout.viewers(), Integer::sum);
      }
    }
    return viewers;
  }

  void subscribe(FrameSubscription subscription) {
    flush();
    long entry = log.entryIndex(0);
    if (entry >= 0) {
      subscription.offer(log.from(entry));
    }
    subscriptions.add(subscription);
  }

  void forget(FrameSubscription subscription) {
    subscriptions.remove(subscription);
  }

  /// Ends every reader and lets go of everything.
  void end(EndReason reason) {
    flush();
    for (Port port : ports) {
      for (LoopFanout fanout : port.fanouts) {
        port.loop.post(() -> fanout.end(reason));
      }
    }
    ports.clear();
    for (FrameSubscription subscription : List.copyOf(subscriptions)) {
      subscription.end(reason);
    }
    subscriptions.clear();
    feeds.values().forEach(WireFeed::close);
    feeds.clear();
    log.close();
  }

  private void seed(WireFeed feed) {
    long from = log.entryIndex(1_000L * Math.max(profile.gopCacheMs(), profile.startBackMs()));
    if (from >= 0) {
      feed.mux(log.from(from), clock.nanoTime()).forEach(WireBlock::release);
    }
  }

  private void deliver(List<Frame> batch) {
    if (feeds.isEmpty()) {
      return;
    }
    long nowNs = clock.nanoTime();
    Map<String, List<WireBlock>> muxed = new LinkedHashMap<>();
    try {
      for (WireFeed feed : feeds.values()) {
        muxed.put(feed.format().key(), feed.mux(batch, nowNs));
      }
      for (Port port : ports) {
        post(port, muxed);
      }
    } finally {
      muxed.values().forEach(blocks -> blocks.forEach(WireBlock::release));
    }
  }

  private void post(Port port, Map<String, List<WireBlock>> muxed) {
    List<Delivery> deliveries = new ArrayList<>(port.fanouts.size());
    for (LoopFanout fanout : port.fanouts) {
      List<WireBlock> blocks = muxed.getOrDefault(fanout.format().key(), List.of());
      blocks.forEach(WireBlock::retain);
      deliveries.add(new Delivery(fanout, blocks));
    }
    if (port.loop.inLoop()) {
      append(deliveries);
    } else {
      counters.crossings.increment();
      port.loop.post(() -> append(deliveries));
    }
  }

  private static void append(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      delivery.fanout.append(delivery.blocks);
    }
  }

  private Port portOf(Loop loop) {
    for (Port port : ports) {
      if (port.loop.index() == loop.index()) {
        return port;
      }
    }
    Port port = new Port(loop);
    ports.add(port);
    return port;
  }
}
