package dev.freshet.node.playback.packaging;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FrameSubscriber;
import dev.freshet.hub.FrameSubscription;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Ticket;
import dev.freshet.media.Frame;
import dev.freshet.media.segment.MediaPart;
import dev.freshet.media.segment.SegmentAssembler;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.playback.packaging.PackagedSegment.Piece;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the segments of one stream on this node. An ordinary subscriber: it obeys the stamps, so
/// that any two nodes that hold a segment hold the same bytes.
///
/// What it holds is its executor's own, which runs one task at a time; other threads see its
/// [#window] and ask for bytes by [#read].
public final class Packager implements FrameSubscriber {
  /// A place in a stream's segments from which bytes are read. Used by [#read] alone.
  public interface Shelf {
    /// The bytes of one track in a part of a segment, or null if the segment or part is not there;
    /// the caller gets a reference.
    @Nullable ByteBuf fragment(long segment, int track, int part);

    /// The bytes of one track in all parts of a complete segment, or null; the caller gets a
    /// reference.
    @Nullable ByteBuf fragments(long segment, int track);

    /// The same of the complete segment that `which` knows, or null.
    @Nullable ByteBuf fragments(int track, Predicate<PackagedSegment> which);

    /// A complete segment as MPEG-TS, or null; the caller gets a reference.
    @Nullable ByteBuf transportStream(long segment);

    /// The initialization segment of a track that has this name, as long as a segment is there that
    /// needs it, or null; the caller gets a reference.
    @Nullable ByteBuf init(int track, String hash);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Packager.class);

  private final Stream stream;
  private final PackagerHost host;
  private final Executor executor;
  private final SegmentCounters counters;
  private final SegmentShelf shelf;
  private final SegmentAssembler assembler = new SegmentAssembler(this::onPart);
  private final BlockedRequests blocked;
  private final List<WindowWaiters> waiters; // by loop
  private final Shelf reader = new Reader();
  private final Shelf made = new Made();
  private final FrameSubscription subscription;
  private volatile SegmentWindow window = SegmentWindow.EMPTY;
  private volatile long askedNs;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private boolean grown; // since the window was published
  private boolean closed;

  /// @param maxPendingBytes of frames that wait for it
  public Packager(Stream stream, PackagerHost host, WindowRule rule, long maxPendingBytes) {
    this.stream = stream;
    this.host = host;
    this.executor = new SerialExecutor(host.pool());
    this.counters = host.counters();
    this.shelf = new SegmentShelf(rule, host.memory());
    this.blocked = new BlockedRequests(counters, host.limits());
    this.waiters =
        host.loops().stream()
            .map(loop -> new WindowWaiters(loop, this, blocked, counters))
            .toList();
    askedNs = host.clock().nanoTime();
    counters.packagers.incrementAndGet();
    counters.packagersStarted.increment();
    host.memory().packagerStarted();
    subscription = stream.subscribe(this, executor, maxPendingBytes, Long.MAX_VALUE);
  }

  /// The stream whose segments it makes.
  public StreamKey key() {
    return stream.key();
  }

  /// The profile of its service.
  public Profile profile() {
    return stream.service().profile();
  }

  /// Whether it packages this very stream, and not an earlier one of its name.
  @SuppressWarnings("ReferenceEquality")
  public boolean packages(Stream other) {
    return stream == other;
  }

  /// What may be listed now. Thread-safe.
  public SegmentWindow window() {
    return window;
  }

  /// Somebody wants something of it. Thread-safe.
  public void asked() {
    askedNs = host.clock().nanoTime();
  }

  /// When somebody last wanted something. Thread-safe.
  public long askedNs() {
    return askedNs;
  }

  /// Requests that wait. Thread-safe.
  public int waiting() {
    return blocked.count();
  }

  /// Whether it is kept although nobody asks: as long as its stream goes on, if its service wants
  /// that. Thread-safe.
  boolean isWarm() {
    return stream.service().segments().warm() && !window.ended();
  }

  /// Calls `then` on `loop`, where it is called, once the window is as `ready` wants it, or after
  /// `timeoutMs`; at once if it is so already, or if too many wait.
  ///
  /// @return cancels the waiting
  public Ticket await(
      Loop loop, Predicate<SegmentWindow> ready, long timeoutMs, Consumer<Waited> then) {
    Refusal refusal = null;
    boolean waits = !ready.test(window);
    if (waits) {
      refusal = blocked.enter();
    }
    if (waits && refusal == null) {
      return waiters.get(loop.index()).add(ready, timeoutMs, then)::cancel;
    }
    then.accept(refusal == null ? new Waited.Ready() : new Waited.Refused(refusal));
    return () -> {};
  }

  /// Reads bytes and answers on `loop`, where it is called, with a reference for whoever is called,
  /// or with null if they are not there: at once if somebody has read them before, else by way of
  /// the packager's executor.
  public void read(
      Loop loop, Function<Shelf, @Nullable ByteBuf> bytes, Consumer<@Nullable ByteBuf> answer) {
    ByteBuf present = bytes.apply(made);
    if (present != null) {
      answer.accept(present);
      return;
    }
    executor.execute(() -> {
      ByteBuf found = closed ? null : bytes.apply(reader);
      loop.post(() -> answer.accept(found));
    });
  }

  /// Lets go of everything. Thread-safe.
  public void close() {
    if (stopped.compareAndSet(false, true)) {
      counters.packagers.decrementAndGet();
      counters.packagersStopped.increment();
      host.memory().packagerStopped();
    }
    subscription.close();
    executor.execute(() -> {
      closed = true;
      assembler.skip();
      shelf.ended(true);
      shelf.close();
      publish();
    });
  }

  @Override
  public void onFrames(List<Frame> frames) {
    if (closed) {
      return;
    }
    frames.forEach(assembler::add);
    if (grown) {
      publish();
    }
  }

  @Override
  public void onSkipped(long frames) {
    skip(frames, "slow");
  }

  @Override
  public void onLost(long frames) {
    skip(frames, "lost");
  }

  private void skip(long frames, String reason) {
    counters.packagerSkips.increment();
    LOG.warn("packager skipped stream={} frames={} reason={}", key(), frames, reason);
    assembler.skip(); // what is open becomes a gap once it is known how long that is
  }

  @Override
  public void onEnd(EndReason reason) {
    if (!closed) {
      assembler.end();
      shelf.abandonOpen();
      shelf.ended(true);
      publish();
    }
  }

  private void onPart(MediaPart part) {
    shelf.add(part, host.clock().nanoTime());
    grown = true;
  }

  private void publish() {
    grown = false;
    SegmentWindow before = window;
    window = shelf.window();
    counters.listedSegments.addAndGet(window.segments().size() - before.segments().size());
    waiters.forEach(WindowWaiters::postLook);
  }

  private static @Nullable ByteBuf bytes(@Nullable PackagedSegment segment, int track) {
    InitFile init = segment == null ? null : segment.init(track);
    return init == null ? null : Unpooled.wrappedBuffer(init.bytes());
  }

  private final class Reader implements Shelf {
    @Override
    public @Nullable ByteBuf fragment(long segment, int track, int part) {
      PackagedSegment found = shelf.find(segment);
      return found == null || part >= found.parts().size() || found.init(track) == null
          ? null
          : found.fragment(track, part, host.allocator());
    }

    @Override
    public @Nullable ByteBuf fragments(long segment, int track) {
      PackagedSegment found = complete(segment);
      return found == null || found.init(track) == null
          ? null
          : found.fragments(track, host.allocator());
    }

    @Override
    public @Nullable ByteBuf fragments(int track, Predicate<PackagedSegment> which) {
      PackagedSegment found = shelf.find(which);
      return found == null || !found.isComplete() ? null : found.fragments(track, host.allocator());
    }

    @Override
    public @Nullable ByteBuf transportStream(long segment) {
      PackagedSegment found = complete(segment);
      return found == null ? null : found.transportStream(host.allocator());
    }

    @Override
    public @Nullable ByteBuf init(int track, String hash) {
      return bytes(shelf.find(segment -> segment.needs(track, hash)), track);
    }

    private @Nullable PackagedSegment complete(long segment) {
      PackagedSegment found = shelf.find(segment);
      return found == null || !found.isComplete() ? null : found;
    }
  }

  /// What is listed and was made before. Thread-safe.
  private final class Made implements Shelf {
    @Override
    public @Nullable ByteBuf fragment(long segment, int track, int part) {
      return find(segment, new Piece(track, part));
    }

    @Override
    public @Nullable ByteBuf fragments(long segment, int track) {
      return find(segment, Piece.whole(track));
    }

    @Override
    public @Nullable ByteBuf fragments(int track, Predicate<PackagedSegment> which) {
      return find(which, Piece.whole(track));
    }

    @Override
    public @Nullable ByteBuf transportStream(long segment) {
      return find(segment, Piece.TRANSPORT_STREAM);
    }

    @Override
    public @Nullable ByteBuf init(int track, String hash) {
      return bytes(window.find(segment -> segment.needs(track, hash)), track);
    }

    private @Nullable ByteBuf find(long number, Piece piece) {
      return find(segment -> segment.number() == number, piece);
    }

    private @Nullable ByteBuf find(Predicate<PackagedSegment> which, Piece piece) {
      PackagedSegment found = window.find(which);
      return found == null ? null : found.made(piece);
    }
  }
}
