package dev.freshet.bench.load;

import dev.freshet.bench.linux.PortRange;
import dev.freshet.bench.stream.StreamShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The viewers of one [ViewerPlan], in the order in which they joined. Owned by its [LoadLoop]; the
/// public methods may be called from elsewhere and cross over.
public final class ViewerCrowd implements ConnectionOwner, LoopTask, AutoCloseable {
  private static final long POLL_NS = 2_000_000;
  private static final long SIP_NS = 100_000_000;

  /// Of what is sent to it, a slow viewer reads this share.
  private static final double SLOW_SHARE = 0.7;

  private static final int SIP_BYTES =
      (int) (StreamShape.SMALL.bodyBytesPerSecond() * SLOW_SHARE * SIP_NS / 1e9);

  private final LoadLoop loop;
  private final ViewerPlan plan;
  private final DelayRecorder delays = new DelayRecorder();
  private final List<Viewer> viewers = new ArrayList<>();
  private final Map<String, Integer> endReasons = new TreeMap<>();
  private int opening;
  private int ended;
  private int replaced;
  private long nextRunNs = System.nanoTime();
  private long nextJoinNs = nextRunNs;
  private long nextLeaveNs = nextRunNs;
  private long nextSipNs = nextRunNs;
  private final Random random = new Random(1);
  private final Deque<Integer> vacant =
      new ArrayDeque<>(); // places of those who are to be replaced
  private long beganNs;
  private long endedNs;

  private ViewerCrowd(LoadLoop loop, ViewerPlan plan) {
    this.loop = loop;
    this.plan = plan;
  }

  /// Lets the viewers come.
  public static ViewerCrowd join(LoadLoop loop, ViewerPlan plan) {
    ViewerCrowd crowd = new ViewerCrowd(loop, plan);
    loop.call(() -> {
      loop.addTask(crowd);
      return true;
    });
    return crowd;
  }

  /// How many viewers are to come.
  public int planned() {
    return plan.viewers();
  }

  /// Waits until all viewers have come and media flows to them (or they have left, satisfied).
  ///
  /// @return whether that happened before `timeout`; some may have been refused or closed
  public boolean awaitSettled(Duration timeout) throws InterruptedException {
    return loop.await(timeout, () -> viewers.size() == plan.viewers() && opening == 0);
  }

  /// Begins a sample.
  public void beginSample() {
    loop.call(() -> {
      beganNs = System.nanoTime();
      delays.begin(beganNs);
      viewers.forEach(Viewer::beginSample);
      return true;
    });
  }

  /// Ends a sample for bytes and for new frames. Frames on their way are still taken.
  public void endSample() {
    loop.call(() -> {
      endedNs = System.nanoTime();
      delays.end(endedNs);
      viewers.forEach(Viewer::endSample);
      return true;
    });
  }

  /// What the last sample saw.
  public LoadSample sample() {
    return loop.call(() -> LoadSample.of(endedNs - beganNs, viewers, delays.taken()));
  }

  /// From connecting to the last byte of the first keyframe, in ms, for each viewer that was
  /// listened to and has seen one.
  public List<Double> firstKeyframesMs() {
    return loop.call(
        () -> viewers.stream().filter(Viewer::hasKeyframe).map(Viewer::keyframeMs).toList());
  }

  /// Marked frames that viewers listened to have seen, in the order of joining.
  public List<Long> frames() {
    return loop.call(() -> {
      List<Long> frames = new ArrayList<>();
      for (Viewer viewer : viewers) {
        FrameTally tally = viewer.tally();
        if (tally != null) {
          frames.add(tally.frames());
        }
      }
      return frames;
    });
  }

  /// How many viewers the server refused or closed, and why.
  public Map<String, Integer> endReasons() {
    return loop.call(() -> Map.copyOf(endReasons));
  }

  /// Bytes received by each viewer since it came, in the order of joining.
  public List<Long> receivedBytes() {
    return loop.call(() -> viewers.stream().map(v -> v.connection().receivedBytes()).toList());
  }

  /// All leave.
  @Override
  public void close() {
    loop.call(() -> {
      loop.removeTask(this);
      viewers.forEach(viewer -> viewer.connection().leave());
      return true;
    });
  }

  @Override
  public long dueNs() {
    if (plan.replaced()) {
      return nextRunNs;
    }
    boolean done = viewers.size() == plan.viewers() && (opening == 0 || !plan.leaveAtKeyframe());
    boolean full = opening >= plan.maxOpening() && !plan.leaveAtKeyframe();
    return done || full ? Long.MAX_VALUE : nextRunNs;
  }

  @Override
  public void run(long nowNs) {
    if (plan.leaveAtKeyframe()) {
      letSatisfiedLeave();
    }
    if (plan.replaced()) {
      replace(nowNs);
    }
    while (opening < plan.maxOpening()
        && viewers.size() < plan.viewers()
        && nextJoinNs - nowNs <= 0) {
      nextJoinNs = nowNs + plan.gapMs() * 1_000_000L;
      joinOne();
    }
    nextRunNs = opening > 0 || plan.replaced() ? nowNs + POLL_NS : Math.max(nextJoinNs, nowNs);
  }

  @Override
  public void underWay(Connection connection) {
    if (!plan.leaveAtKeyframe()) {
      opening--;
      nextRunNs = nextJoinNs;
    }
  }

  @Override
  public void ended(Connection connection, boolean wasUnderWay, String reason) {
    if (!wasUnderWay || plan.leaveAtKeyframe()) {
      opening--;
    }
    if (plan.replaced()) {
      vacant.add(placeOf(connection));
    }
    ended++;
    endReasons.merge(reason, 1, Integer::sum);
  }

  /// How many the server refused or closed.
  public int ended() {
    return loop.call(() -> ended);
  }

  /// Lets one go now and then, slow ones sip, and others come for those who are gone.
  private void replace(long nowNs) {
    if (plan.pace() == Pace.SLOW && nowNs - nextSipNs >= 0) {
      nextSipNs = nowNs + SIP_NS;
      viewers.forEach(viewer -> viewer.connection().sip(SIP_BYTES));
    }
    if (plan.churnMs() > 0 && nowNs - nextLeaveNs >= 0 && viewers.size() == plan.viewers()) {
      nextLeaveNs = nowNs + plan.churnMs() * 1_000_000L;
      int place = random.nextInt(viewers.size());
      Connection leaver = viewers.get(place).connection();
      if (leaver.isUnderWay()) {
        leaver.leave();
        vacant.add(place);
      }
    }
    for (int i = vacant.size(); i > 0 && opening < plan.maxOpening(); i--) {
      int place = vacant.removeFirst();
      viewers.set(place, newViewer(place));
      replaced++;
    }
  }

  private int placeOf(Connection connection) {
    for (int i = 0; i < viewers.size(); i++) {
      if (viewers.get(i).connection().equals(connection)) {
        return i;
      }
    }
    throw new IllegalStateException("a connection of another crowd");
  }

  /// How many came for others who had gone.
  public int replaced() {
    return loop.call(() -> replaced);
  }

  private void joinOne() {
    viewers.add(newViewer(viewers.size()));
  }

  private Viewer newViewer(int index) {
    boolean listened = plan.listenEvery() > 0 && index % plan.listenEvery() == 0;
    FrameTally tally = listened ? new FrameTally(delays) : null;
    Conversation conversation = conversation(plan.streamName(index), tally);
    int source = PortRange.source(index, plan.sourceAddresses());
    try {
      opening++;
      return new Viewer(
          new Connection(loop, this, conversation, listened, plan.pace(), source, plan.port()),
          tally);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Conversation conversation(String stream, @Nullable FrameTally tally) {
    String host = "127.0.0.1:" + plan.port();
    return plan.dialect()
        .play(host, plan.app(), stream, tally == null ? (_, _, _, _, _) -> {} : tally);
  }

  private void letSatisfiedLeave() {
    int first = Math.max(0, viewers.size() - 4 * plan.maxOpening());
    for (Viewer viewer : viewers.subList(first, viewers.size())) {
      if (!viewer.connection().isClosed() && viewer.hasKeyframe()) {
        viewer.connection().leave();
        opening--;
      }
    }
  }
}
