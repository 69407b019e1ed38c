package dev.freshet.bench.hls;

import dev.freshet.bench.linux.PortRange;
import dev.freshet.bench.load.KeepAlive;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.load.LoopTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The viewers of one [HlsPlan]. Owned by its [LoadLoop]; the public methods may be called from
/// elsewhere and cross over.
public final class HlsCrowd implements LoopTask, AutoCloseable {
  private static final int MAX_OPENING = 64;
  private static final int SOURCE_ADDRESSES = 64;
  private static final long MAX_US = 60_000_000;

  /// Questions asked before answers are looked at again.
  private static final int SLICE = 32;

  /// A viewer that asks again at its time.
  private record Due(HlsViewer viewer, long atNs) {}

  private final LoadLoop loop;
  private final HlsPlan plan;
  private final @Nullable ReleaseLog log;
  private final boolean witness;
  private final PlaylistTexts texts = new PlaylistTexts();
  private final List<HlsViewer> viewers = new ArrayList<>();
  private final Deque<Due> waiting = new ArrayDeque<>();
  private final Map<String, Integer> endReasons = new TreeMap<>();
  private Map<String, Integer> refused = new TreeMap<>();
  private Histogram filesUs = new Histogram(MAX_US, 3);
  private int opening;
  private int begun;
  private long beganNs;
  private long playlists;
  private long late;
  private long files;
  private long bodyBytes;

  private HlsCrowd(LoadLoop loop, HlsPlan plan, @Nullable ReleaseLog log, boolean witness) {
    this.loop = loop;
    this.plan = plan;
    this.log = log;
    this.witness = witness;
  }

  /// Lets viewers come.
  public static HlsCrowd join(LoadLoop loop, HlsPlan plan) {
    return join(loop, plan, null, false);
  }

  /// Lets viewers come whose answers are noted in `log`.
  public static HlsCrowd join(LoadLoop loop, HlsPlan plan, ReleaseLog log) {
    return join(loop, plan, log, false);
  }

  /// Lets a witness of each rendition come, which reads the parts themselves for `log`.
  public static HlsCrowd witnesses(LoadLoop loop, HlsPlan plan, ReleaseLog log) {
    HlsPlan two =
        new HlsPlan(
            HlsStyle.LL, plan.port(), plan.app(), plan.name(), plan.streams(), 2, true, true, 0);
    return join(loop, two, log, true);
  }

  private static HlsCrowd join(
      LoadLoop loop, HlsPlan plan, @Nullable ReleaseLog log, boolean witness) {
    HlsCrowd crowd = new HlsCrowd(loop, plan, log, witness);
    loop.call(() -> {
      loop.addTask(crowd);
      return true;
    });
    return crowd;
  }

  /// Waits until all play.
  ///
  /// @return whether that happened before `timeout`
  public boolean awaitPlaying(Duration timeout) throws InterruptedException {
    return loop.await(timeout, () -> begun == plan.viewers());
  }

  /// Forgets what was before.
  public void beginSample() {
    loop.call(() -> {
      beganNs = System.nanoTime();
      playlists = 0;
      late = 0;
      files = 0;
      bodyBytes = 0;
      filesUs = new Histogram(MAX_US, 3);
      refused = new TreeMap<>();
      if (log != null) {
        log.clear();
      }
      return true;
    });
  }

  /// What was since then.
  public HlsSample sample() {
    return loop.call(() ->
        new HlsSample(
            (System.nanoTime() - beganNs) / 1e9,
            playlists,
            late,
            files,
            bodyBytes,
            filesUs,
            log == null ? List.of() : log.releases(),
            refused));
  }

  /// How many the server closed, and why.
  public Map<String, Integer> endReasons() {
    return loop.call(() -> Map.copyOf(endReasons));
  }

  @Override
  public void close() {
    loop.call(() -> {
      loop.removeTask(this);
      viewers.forEach(HlsViewer::leave);
      return true;
    });
  }

  @Override
  public long dueNs() {
    if (viewers.size() < plan.viewers() && opening < MAX_OPENING) {
      return 0; // at once
    }
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().atNs;
  }

  @Override
  public void run(long nowNs) {
    while (opening < MAX_OPENING && viewers.size() < plan.viewers()) {
      openOne();
    }
    for (int i = 0; i < SLICE && !waiting.isEmpty() && waiting.getFirst().atNs - nowNs <= 0; i++) {
      waiting.removeFirst().viewer.ask();
    }
  }

  HlsStyle style() {
    return plan.style();
  }

  boolean fetches() {
    return plan.fetches();
  }

  boolean readsFiles() {
    return witness;
  }

  PlaylistNews read(KeepAlive.Answer answer) {
    playlists++;
    bodyBytes += answer.bodyBytes();
    return texts.read(answer);
  }

  byte[] body(KeepAlive.Answer answer) {
    return Arrays.copyOfRange(answer.bytes(), answer.from(), answer.to());
  }

  void begun() {
    begun++;
    opening--;
  }

  /// All pauses are equally long: first come, first served.
  void askLater(HlsViewer viewer) {
    waiting.addLast(new Due(viewer, System.nanoTime() + plan.pauseMs() * 1_000_000L));
  }

  /// @param inTime whether the part that was waited for is the newest one
  void released(PartPlace place, long nowNs, boolean inTime) {
    late += inTime ? 0 : 1;
    if (log != null && !witness) {
      log.answered(place, nowNs);
    }
  }

  void fetched(HlsViewer viewer, @Nullable PartPlace place, KeepAlive.Answer answer, long tookNs) {
    files++;
    bodyBytes += answer.bodyBytes();
    filesUs.recordValue(Math.clamp(tookNs / 1_000, 0, MAX_US));
    if (witness && log != null && place != null) {
      log.seen(place, viewer.sound(), answer.bytes(), answer.from(), answer.to());
    }
  }

  void refused(int status, boolean file) {
    refused.merge(status + (file ? " for a file" : " for a playlist"), 1, Integer::sum);
  }

  void gone(HlsViewer viewer, boolean wasPlaying, String reason) {
    opening -= wasPlaying ? 0 : 1;
    endReasons.merge(reason, 1, Integer::sum);
  }

  private void openOne() {
    int index = viewers.size();
    String path =
        "/" + plan.app() + "/" + plan.streamName(index) + ".m3u8?format=" + plan.style().format();
    HlsViewer viewer =
        new HlsViewer(this, "127.0.0.1:" + plan.port(), path, plan.playsSound(index));
    viewers.add(viewer);
    opening++;
    try {
      KeepAlive.connect(loop, viewer, PortRange.source(index, SOURCE_ADDRESSES), plan.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
