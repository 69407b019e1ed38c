package dev.freshet.node.playback.packaging;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FrameSubscriber;
import dev.freshet.hub.FrameSubscription;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Ticket;
import dev.freshet.media.Frame;
import dev.freshet.media.segment.MediaPart;
import dev.freshet.media.segment.SegmentAssembler;
import dev.freshet.node.playback.packaging.PackagedSegment.Piece;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    /// A complete segment as MPEG-TS, or null; the caller gets a reference.
    @Nullable ByteBuf transportStream(long segment);
  }

  private final Stream stream;
  private final Executor executor;
  private final Clock clock;
  private final ByteBufAllocator allocator;
  private final SegmentShelf shelf;
  private final SegmentAssembler assembler = new SegmentAssembler(this::onPart);
  private final List<WindowWaiters> waiters;
  private final Shelf reader = new Reader();
  private final Shelf made = new Made();
  private final FrameSubscription subscription;
  private volatile SegmentWindow window = SegmentWindow.EMPTY;
  private volatile long askedNs;
  private boolean grown; // since the window was published
  private boolean closed;

  /// @param pool runs its work, on any thread
  /// @param loops that requests come from
  /// @param maxPendingBytes of frames that wait for it
  public Packager(
      Stream stream,
      Executor pool,
      Clock clock,
      List<? extends Loop> loops,
      ByteBufAllocator allocator,
      WindowRule rule,
      long maxPendingBytes) {
    this.stream = stream;
    this.executor = new SerialExecutor(pool);
    this.clock = clock;
    this.allocator = allocator;
    this.shelf = new SegmentShelf(rule);
    this.waiters = loops.stream().map(loop -> new WindowWaiters(loop, this)).toList();
    askedNs = clock.nanoTime();
    subscription = stream.subscribe(this, executor, maxPendingBytes, Long.MAX_VALUE);
  }

  /// The stream whose segments it makes.
  public StreamKey key() {
    return stream.key();
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
    askedNs = clock.nanoTime();
  }

  /// When somebody last wanted something. Thread-safe.
  public long askedNs() {
    return askedNs;
  }

  /// Requests of `loop` that wait; called there.
  public int waiting(Loop loop) {
    return waiters.get(loop.index()).count();
  }

  /// Calls back on `loop`, where it is called, once the window is as `ready` wants it; if it is so
  /// already, at once.
  ///
  /// @param tooLate called instead, after `timeoutMs`
  /// @return cancels the waiting
  public Ticket await(
      Loop loop,
      Predicate<SegmentWindow> ready,
      long timeoutMs,
      Runnable answer,
      Runnable tooLate) {
    if (ready.test(window)) {
      answer.run();
      return () -> {};
    }
    return waiters.get(loop.index()).add(ready, timeoutMs, answer, tooLate)::cancel;
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
    shelf.add(part, clock.nanoTime());
    grown = true;
  }

  private void publish() {
    grown = false;
    window = shelf.window();
    waiters.forEach(WindowWaiters::postLook);
  }

  private final class Reader implements Shelf {
    @Override
    public @Nullable ByteBuf fragment(long segment, int track, int part) {
      PackagedSegment found = shelf.find(segment);
      return found == null || part >= found.parts().size()
          ? null
          : found.fragment(track, part, allocator);
    }

    @Override
    public @Nullable ByteBuf fragments(long segment, int track) {
      PackagedSegment found = complete(segment);
      return found == null ? null : found.fragments(track, allocator);
    }

    @Override
    public @Nullable ByteBuf transportStream(long segment) {
      PackagedSegment found = complete(segment);
      return found == null ? null : found.transportStream(allocator);
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
    public @Nullable ByteBuf transportStream(long segment) {
      return find(segment, Piece.TRANSPORT_STREAM);
    }

    private @Nullable ByteBuf find(long number, Piece piece) {
      SegmentWindow now = window;
      PackagedSegment open = now.open();
      if (open != null && open.number() == number) {
        return open.made(piece);
      }
      for (PackagedSegment segment : now.segments()) {
        if (segment.number() == number) {
          return segment.made(piece);
        }
      }
      return null;
    }
  }
}
