package dev.freshet.bench.hls;

import dev.freshet.bench.linux.PortRange;
import dev.freshet.bench.load.KeepAlive;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.load.LoopTask;
import dev.freshet.bench.stream.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;

/// Those who wait at a [dev.freshet.bench.floor.ReleaseFloor], and ask again at the same pace as
/// the viewers of an [HlsCrowd]. Owned by its [LoadLoop]; the public methods cross over.
public final class TickCrowd implements LoopTask, AutoCloseable {
  private static final int SOURCE_ADDRESSES = 64;
  private static final int SLICE = 32;
  private static final long MAX_US = 60_000_000;

  /// What was between two moments. A value.
  ///
  /// @param delaysUs from the tick to each answer's last byte
  /// @param ticks whose answers came
  public record Sample(double seconds, Histogram delaysUs, int ticks) {
    public double ms(double percentile) {
      return delaysUs.getValueAtPercentile(percentile) / 1e3;
    }
  }

  private record Due(KeepAlive connection, long atNs) {}

  private final LoadLoop loop;
  private final byte[] request;
  private final long pauseNs;
  private final List<KeepAlive> connections = new ArrayList<>();
  private final Deque<Due> waiting = new ArrayDeque<>();
  private Histogram delaysUs = new Histogram(MAX_US, 3);
  private long beganNs;
  private long lastTickNs;
  private int ticks;

  private TickCrowd(LoadLoop loop, int port, int pauseMs) {
    this.loop = loop;
    pauseNs = pauseMs * 1_000_000L;
    request = HlsRequests.of("127.0.0.1:" + port, "/", "playlist").newest();
  }

  /// Lets them come.
  ///
  /// @param pauseMs from an answer to the next question
  public static TickCrowd open(LoadLoop loop, int port, int clients, int pauseMs) {
    TickCrowd crowd = new TickCrowd(loop, port, pauseMs);
    loop.call(() -> {
      for (int i = 0; i < clients; i++) {
        crowd.connect(i, port);
      }
      loop.addTask(crowd);
      return true;
    });
    return crowd;
  }

  /// Forgets what was before.
  public void beginSample() {
    loop.call(() -> {
      beganNs = System.nanoTime();
      delaysUs = new Histogram(MAX_US, 3);
      ticks = 0;
      return true;
    });
  }

  /// What was since then.
  public Sample sample() {
    return loop.call(() -> new Sample((System.nanoTime() - beganNs) / 1e9, delaysUs, ticks));
  }

  @Override
  public void close() {
    loop.call(() -> {
      loop.removeTask(this);
      connections.forEach(KeepAlive::leave);
      return true;
    });
  }

  @Override
  public long dueNs() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().atNs;
  }

  @Override
  public void run(long nowNs) {
    for (int i = 0; i < SLICE && !waiting.isEmpty() && waiting.getFirst().atNs - nowNs <= 0; i++) {
      waiting.removeFirst().connection.ask(request, true);
    }
  }

  private void connect(int index, int port) {
    int source = PortRange.source(index, SOURCE_ADDRESSES);
    try {
      connections.add(KeepAlive.connect(loop, new Client(), source, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(KeepAlive.Answer answer) {
    long tickNs = Mark.sentNs(answer.bytes(), answer.from());
    ticks += tickNs != lastTickNs ? 1 : 0;
    lastTickNs = tickNs;
    delaysUs.recordValue(Math.clamp((answer.lastByteNs() - tickNs) / 1_000, 0, MAX_US));
  }

  /// One of them. Owned by the loop.
  private final class Client implements KeepAlive.Asker {
    @Override
    public void connected(KeepAlive connection) {
      connection.ask(request, true);
    }

    @Override
    public void answered(KeepAlive connection, KeepAlive.Answer answer) {
      note(answer);
      waiting.addLast(new Due(connection, answer.lastByteNs() + pauseNs));
    }

    @Override
    public void ended(KeepAlive connection, String reason) {
      throw new IllegalStateException("the floor: " + reason);
    }
  }
}
