package dev.freshet.bench.load;

import dev.freshet.bench.linux.PortRange;
import dev.freshet.bench.stream.StreamShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The publishers of one [PublisherPlan]. Those of a group share their clock, and so every byte is
/// written once for all of them. Owned by its [LoadLoop]; the public methods may be called from
/// elsewhere and cross over.
public final class PublisherCrowd implements LoopTask, AutoCloseable {
  private static final int MAX_OPENING = 64;
  private static final int SOURCE_ADDRESSES = 64;
  private static final long GOP_NS = StreamShape.GOP_PICTURES * StreamShape.PICTURE_US * 1_000L;

  private final Arena arena = Arena.ofShared();
  private final LoadLoop loop;
  private final PublisherPlan plan;
  private final List<PublisherGroup> groups = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final Map<String, Integer> endReasons = new TreeMap<>();
  private int opening;
  private int underWay;

  private PublisherCrowd(LoadLoop loop, PublisherPlan plan) {
    this.loop = loop;
    this.plan = plan;
    for (int i = 0; i < plan.groups(); i++) {
      int size =
          plan.publishers() / plan.groups() + (i < plan.publishers() % plan.groups() ? 1 : 0);
      groups.add(new PublisherGroup(plan, size, GOP_NS * i / plan.groups(), arena));
    }
  }

  /// Lets the publishers come. Each group begins to send when its last member may.
  public static PublisherCrowd open(LoadLoop loop, PublisherPlan plan) {
    return loop.call(() -> {
      PublisherCrowd crowd = new PublisherCrowd(loop, plan);
      loop.addTask(crowd);
      crowd.groups.forEach(loop::addTask);
      return crowd;
    });
  }

  /// Waits until all publish.
  ///
  /// @return whether that happened before `timeout`
  public boolean awaitUnderWay(Duration timeout) throws InterruptedException {
    return loop.await(timeout, () -> underWay == plan.publishers());
  }

  /// Bytes that the server's sockets took from all publishers.
  public long sentBytes() {
    return loop.call(
        () -> publishers.stream().mapToLong(one -> one.connection().sentBytes()).sum());
  }

  /// Bytes of frames' bodies that the first publisher was to send.
  public long bodyBytes() {
    return loop.call(() -> groups.getFirst().bodyBytes());
  }

  /// Frames that the first publisher was to send.
  public long frames() {
    return loop.call(() -> groups.getFirst().frames());
  }

  /// How many publish.
  public int publishing() {
    return loop.call(() -> underWay);
  }

  /// The latest that this side sent a frame after it was due, in ms, since the last call.
  public double takeWorstLagMs() {
    return loop.call(
        () -> groups.stream().mapToLong(PublisherGroup::takeWorstLagNs).max().orElse(0) / 1e6);
  }

  /// How many publishers the server refused or closed, and why.
  public Map<String, Integer> endReasons() {
    return loop.call(() -> Map.copyOf(endReasons));
  }

  /// All end.
  @Override
  public void close() {
    loop.call(() -> {
      loop.removeTask(this);
      groups.forEach(loop::removeTask);
      publishers.forEach(publisher -> publisher.connection().leave());
      arena.close();
      return true;
    });
  }

  @Override
  public long dueNs() {
    boolean waits = opening >= MAX_OPENING || publishers.size() == plan.publishers();
    return waits ? Long.MAX_VALUE : 0; // at once
  }

  @Override
  public void run(long nowNs) {
    while (opening < MAX_OPENING && publishers.size() < plan.publishers()) {
      openOne();
    }
  }

  void underWay() {
    opening--;
    underWay++;
  }

  void ended(boolean wasUnderWay, String reason) {
    if (wasUnderWay) {
      underWay--;
    } else {
      opening--;
    }
    endReasons.merge(reason, 1, Integer::sum);
  }

  private void openOne() {
    int index = publishers.size();
    Conversation conversation =
        switch (plan.feed()) {
          case RTMP ->
              RtmpConversation.publish(
                  "127.0.0.1:" + plan.port(), plan.app(), plan.streamName(index));
          case BARE -> new BareConversation();
        };
    PublisherGroup group = groups.get(index % plan.groups());
    int source = PortRange.source(index, SOURCE_ADDRESSES);
    try {
      opening++;
      publishers.add(new Publisher(this, group, conversation, loop, source, plan.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
