package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The way out of a stream: its log, its feeds, and the loops and subscribers that read them. Owned
/// by the stream's loop.
final class StreamFanout {
  /// Between two epochs in viewers' time, in us: more than tracks are apart.
  static final long EPOCH_GAP_US = 200_000;

  private final Profile profile;
  private final Loop owner;
  private final ByteBufAllocator allocator;
  private final RegistryLimits limits;
  private final FanoutCounters counters;
  private final MediaMemory memory;
  private final FrameLog log;
  private final Map<String, WireFeed> feeds = new LinkedHashMap<>();
  private final List<LoopPort> ports = new ArrayList<>();
  private final List<FrameSubscription> subscriptions = new ArrayList<>();
  private final List<Frame> openBatch = new ArrayList<>();
  private @Nullable Epoch epoch; // of the newest frame
  private long offsetUs; // from stamps to viewers' time, which goes on over epochs
  private long lastUs; // the latest in viewers' time

  StreamFanout(
      Profile profile,
      Loop owner,
      ByteBufAllocator allocator,
      RegistryLimits limits,
      FanoutCounters counters,
      MediaMemory memory) {
    this.profile = profile;
    this.owner = owner;
    this.allocator = allocator;
    this.limits = limits;
    this.counters = counters;
    this.memory = memory;
    this.log = new FrameLog(1_000L * profile.replayMs(), profile.replayWindowBytes(), memory);
  }

  FrameLog log() {
    return log;
  }

  /// Adds a frame to the log and to the open batch. Takes over its reference.
  void add(Frame frame) {
    if (!frame.stamp().epoch().equals(epoch)) {
      begin(frame);
    }
    lastUs = Math.max(lastUs, frame.stamp().dtsUs() + offsetUs);
    openBatch.add(frame);
    log.append(frame);
  }

  /// Frames were lost before they came here: whoever reads frames is told before the next ones.
  void lost(long frames) {
    flush();
    subscriptions.forEach(subscription -> subscription.lost(frames));
  }

  /// Another epoch begins. Nobody knows whether the one before came to its end here; and its frames
  /// are of no use to those who come from now on.
  private void begin(Frame first) {
    if (epoch != null) {
      lost(1);
      log.close();
      offsetUs = lastUs + EPOCH_GAP_US - first.stamp().dtsUs();
    }
    epoch = first.stamp().epoch();
  }

  /// Closes the open batch: muxes it once for each format in use and hands it to every reader.
  void flush() {
    if (openBatch.isEmpty()) {
      return;
    }
    List<Frame> batch = List.copyOf(openBatch);
    openBatch.clear();
    try {
      for (FrameSubscription subscription : subscriptions) {
        subscription.offer(batch);
      }
      long nowNs = owner.clock().nanoTime();
      for (WireFeed feed : feeds.values()) {
        feed.mux(batch, offsetUs, nowNs);
      }
    } finally {
      batch.forEach(Frame::release);
    }
    ports.forEach(LoopPort::deliver);
  }

  /// Opens `fanout` on its loop, seeded with the last GOPs. What comes later follows in order.
  void open(LoopFanout fanout) {
    flush();
    WireFeed feed = feeds.get(fanout.format().key());
    if (feed == null) {
      feed = new WireFeed(fanout.format(), profile, allocator, memory);
      feeds.put(fanout.format().key(), feed);
      seed(feed);
    }
    feed.addFanouts(1);
    LoopPort port = portTo(fanout.loop());
    port.add(fanout, feed);
    port.deliver();
  }

  /// `fanout` has closed itself.
  void forget(LoopFanout fanout) {
    boolean known = false;
    for (LoopPort port : ports) {
      known |= port.remove(fanout);
    }
    ports.removeIf(LoopPort::isEmpty);
    WireFeed feed = feeds.get(fanout.format().key());
    if (known && feed != null && feed.addFanouts(-1) == 0) {
      feed.close();
      feeds.remove(fanout.format().key());
    }
  }

  /// Viewers now, by format.
  Map<String, Integer> viewersByFormat() {
    Map<String, Integer> viewers = new TreeMap<>();
    for (LoopPort port : ports) {
      for (LoopFanout fanout : port.fanouts()) {
        viewers.merge(fanout.format().key(), fanout.viewers(), Integer::sum);
      }
    }
    return viewers;
  }

  /// @param backUs see [Stream#subscribe]
  void subscribe(FrameSubscription subscription, long backUs) {
    flush();
    long entry = log.entryIndex(backUs);
    if (entry >= 0) {
      subscription.offer(log.from(entry));
    }
    subscriptions.add(subscription);
  }

  void forget(FrameSubscription subscription) {
    subscriptions.remove(subscription);
  }

  /// Ends every reader and lets go of everything; works after a failure as well.
  void end(EndReason reason) {
    openBatch.forEach(Frame::release); // empty but after a failure
    openBatch.clear();
    for (LoopPort port : ports) {
      port.end(reason);
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
    int backMs = Math.max(profile.gopCacheMs(), profile.startBackMs());
    int keptMs = Math.max(profile.maxCursorAgeMs(), backMs); // as far as the feed's own log will
    long from = log.entryIndex(feed.format().forNodes() ? Long.MAX_VALUE : 1_000L * keptMs);
    if (from >= 0) {
      feed.mux(log.from(from), offsetUs, owner.clock().nanoTime());
    }
  }

  private LoopPort portTo(Loop loop) {
    for (LoopPort port : ports) {
      if (port.loop().index() == loop.index()) {
        return port;
      }
    }
    LoopPort port = new LoopPort(owner, loop, limits.maxCrossingBytes(), counters);
    ports.add(port);
    return port;
  }
}
