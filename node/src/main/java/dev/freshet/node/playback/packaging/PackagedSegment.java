package dev.freshet.node.playback.packaging;

import dev.freshet.hub.MediaMemory;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import dev.freshet.media.fmp4.Fragment;
import dev.freshet.media.fmp4.InitSegment;
import dev.freshet.media.mpegts.TsSegmentMuxer;
import dev.freshet.media.segment.MediaPart;
import dev.freshet.media.segment.TrackRun;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One segment of a stream: its parts, and the bytes that were asked for. Owned by its packager's
/// executor, where it grows and is muxed; its facts may be read from anywhere, but for its frames.
///
/// Bytes are made when somebody wants them first, and are kept as long as the segment is listed and
/// is asked for: nobody pays for a format that nobody plays, nor for muxed bytes of what all have
/// seen. What was made is handed out on any thread.
public final class PackagedSegment {
  /// Bytes that are asked for.
  ///
  /// @param part -1 for all of them
  record Piece(int track, int part) {
    static final Piece TRANSPORT_STREAM = new Piece(-1, -1);

    static Piece whole(int track) {
      return new Piece(track, -1);
    }
  }

  /// Bytes that were made, and how many of them are in no frame.
  private record Made(ByteBuf bytes, long ownBytes) {}

  private static final long NO_GAP = -1;

  private final Stamp start;
  private final StreamHeader header;
  private final GopHeader.Limits limits;
  private final long unixUs;
  private final Map<Integer, InitFile> inits;
  private volatile List<PackagedPart> parts;
  private final GopHeader.Counting counting;
  private volatile boolean complete;
  private volatile long gapUs = NO_GAP;
  private final Map<Piece, SharedBytes> made = new ConcurrentHashMap<>();
  private final MediaMemory memory;
  private long heldBytes;

  /// Takes over the reference of `first`.
  ///
  /// @param memory told what it holds
  PackagedSegment(MediaPart first, MediaMemory memory) {
    this.memory = memory;
    start = first.start();
    header = first.header();
    limits = first.gop().limits();
    counting = first.gop().counting();
    unixUs = first.unixUs();
    parts = List.of(PackagedPart.of(first));
    complete = first.isLast();
    inits = new ConcurrentHashMap<>(InitFile.of(header));
    addInits(first);
    hold(payloadBytes());
  }

  /// One of which nothing came but that it was there.
  ///
  /// @param near a segment beside it
  /// @param start as its first frame's would have been
  PackagedSegment(
      PackagedSegment near, Stamp start, GopHeader.Limits limits, long unixUs, long gapUs) {
    this.memory = near.memory;
    this.header = near.header;
    this.counting = near.counting;
    this.start = start;
    this.limits = limits;
    this.unixUs = unixUs;
    this.gapUs = gapUs;
    parts = List.of();
    inits = InitFile.of(header);
  }

  /// Appends a part and takes over its reference. On the packager's executor.
  void add(MediaPart part) {
    List<PackagedPart> more = new ArrayList<>(parts);
    more.add(PackagedPart.of(part));
    addInits(part);
    parts = List.copyOf(more);
    complete = part.isLast();
    hold(parts.getLast().payloadBytes());
  }

  /// Frames of it were lost: it becomes a gap. On the packager's executor.
  ///
  /// @param durationUs how long it would have been
  void becomeGap(long durationUs) {
    gapUs = durationUs;
  }

  /// Tracks may appear in the middle of it, and of a part.
  private void addInits(MediaPart part) {
    for (Track track : part.frames().getLast().header().tracks()) {
      if (!inits.containsKey(track.id()) && InitSegment.carries(track)) {
        inits.put(track.id(), InitFile.of(track));
      }
    }
  }

  /// Its number, which names it on every node.
  public long number() {
    return start.segment();
  }

  /// Whether it does not go on where the one before ended.
  public boolean beginsAnew() {
    return start.has(Stamp.DISCONTINUITY);
  }

  /// Counts the places where time or decoders begin anew.
  public long discontinuity() {
    return start.discontinuity();
  }

  /// The stamp of its first frame.
  public Stamp start() {
    return start;
  }

  /// What held when it began.
  public StreamHeader header() {
    return header;
  }

  /// The origin's promise when it began.
  public GopHeader.Limits limits() {
    return limits;
  }

  /// What manifests count from.
  public GopHeader.Counting counting() {
    return counting;
  }

  /// Name and bytes of a track's initialization segment, or null if MP4 does not carry the track.
  public @Nullable InitFile init(int track) {
    return inits.get(track);
  }

  /// Whether its samples of a track need the initialization segment of this name.
  boolean needs(int track, String hash) {
    InitFile init = inits.get(track);
    return init != null && init.hash().equals(hash);
  }

  /// The stamp of the first frame behind it, or null if nobody knows. On the packager's executor.
  @Nullable Stamp next() {
    List<PackagedPart> known = parts;
    return known.isEmpty() ? null : known.getLast().media().next();
  }

  /// Whether a decoder may begin with it.
  public boolean isIndependent() {
    return isGap() || start.has(Stamp.ENTRY_POINT);
  }

  /// Wall-clock time of its first frame at the origin, in us.
  public long unixUs() {
    return unixUs;
  }

  /// Its parts so far. Thread-safe.
  public List<PackagedPart> parts() {
    return parts;
  }

  /// Whether frames of it were lost, so that it cannot be had; some of its parts may be there.
  /// Thread-safe.
  public boolean isGap() {
    return gapUs != NO_GAP;
  }

  /// Whether all of it is there. Thread-safe.
  public boolean isComplete() {
    return complete;
  }

  /// How long it lasts by the leading track so far, in us. Thread-safe.
  public long durationUs() {
    return isGap() ? gapUs : partsUs() + holeUs();
  }

  /// For how long nothing leads behind its last part, in us. Thread-safe.
  public long holeUs() {
    List<PackagedPart> known = parts;
    return known.isEmpty() ? 0 : known.getLast().holeUs();
  }

  /// How long the parts last that are there, in us. Thread-safe.
  public long partsUs() {
    long durationUs = 0;
    for (PackagedPart part : parts) {
      durationUs += part.durationUs();
    }
    return durationUs;
  }

  /// Decoding time of a track's first frame by the track's clock, or -1 if it has none.
  /// Thread-safe.
  public long startTicks(int track) {
    for (PackagedPart part : parts) {
      PackagedPart.TrackFacts facts = part.track(track);
      if (facts != null) {
        return TrackClock.of(header().track(track)).ticks(facts.startUs());
      }
    }
    return -1;
  }

  /// Bytes of all its frames. Thread-safe.
  public long payloadBytes() {
    long bytes = 0;
    for (PackagedPart part : parts) {
      bytes += part.payloadBytes();
    }
    return bytes;
  }

  /// One track's bytes of a part; empty if it has none there. On the packager's executor.
  ///
  /// @return a reference for the caller
  ByteBuf fragment(int track, int part, ByteBufAllocator allocator) {
    return made(new Piece(track, part), () -> mux(track, parts.get(part).media(), allocator));
  }

  /// One track's bytes of all parts. On the packager's executor, once the segment is complete.
  ///
  /// @return a reference for the caller
  ByteBuf fragments(int track, ByteBufAllocator allocator) {
    return made(Piece.whole(track), () -> joined(track, allocator));
  }

  /// The whole segment as MPEG-TS. On the packager's executor, once the segment is complete.
  ///
  /// @return a reference for the caller
  ByteBuf transportStream(ByteBufAllocator allocator) {
    return made(Piece.TRANSPORT_STREAM, () -> muxTransportStream(allocator));
  }

  /// What has been made of these bytes already, or null. Thread-safe.
  ///
  /// @return a reference for the caller
  @Nullable ByteBuf made(Piece piece) {
    SharedBytes present = made.get(piece);
    return present == null ? null : present.take();
  }

  /// Lets go of the muxed bytes, which can be made again. On the packager's executor.
  void forgetBytes() {
    made.values().forEach(SharedBytes::close);
    made.clear();
    hold(payloadBytes() - heldBytes);
  }

  /// Lets go of the muxed bytes for which nobody asked since the last call. On the packager's
  /// executor.
  void forgetUnaskedBytes() {
    made.values()
        .removeIf(bytes -> {
          boolean gone = bytes.closeUnasked();
          if (gone) {
            hold(-bytes.ownBytes());
          }
          return gone;
        });
  }

  private ByteBuf made(Piece piece, Supplier<Made> maker) {
    ByteBuf present = made(piece);
    if (present != null) {
      return present;
    }
    Made fresh = maker.get();
    hold(fresh.ownBytes);
    made.put(piece, new SharedBytes(fresh.bytes.retain(), fresh.ownBytes));
    return fresh.bytes.duplicate();
  }

  private Made joined(int track, ByteBufAllocator allocator) {
    List<ByteBuf> all = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      all.add(fragment(track, part, allocator));
    }
    ByteBuf joined =
        all.size() == 1
            ? all.getFirst()
            : Unpooled.wrappedBuffer(all.size(), all.toArray(ByteBuf[]::new));
    return new Made(joined, 0);
  }

  private Made muxTransportStream(ByteBufAllocator allocator) {
    List<Frame> frames = new ArrayList<>();
    parts.forEach(part -> frames.addAll(part.frames()));
    ByteBuf muxed = allocator.directBuffer((int) Math.min(1 << 30, payloadBytes() * 9 / 8 + 8192));
    try {
      new TsSegmentMuxer().mux(frames, number(), muxed);
      int bytes = muxed.readableBytes();
      // it stays for long: a pool would round up
      return new Made(Unpooled.directBuffer(bytes).writeBytes(muxed), bytes);
    } finally {
      muxed.release();
    }
  }

  private Made mux(int id, MediaPart part, ByteBufAllocator allocator) {
    TrackRun run = part.run(id);
    if (run == null) {
      return new Made(Unpooled.EMPTY_BUFFER, 0);
    }
    ByteBuf fragment =
        Fragment.of(run.track(), fragmentNumber(part), run.frames(), run.endUs(), allocator);
    return new Made(fragment, Math.max(0, fragment.readableBytes() - run.payloadBytes()));
  }

  /// Never falls, and is the same on every node, as far as 32 bits go.
  private static int fragmentNumber(MediaPart part) {
    return (int) (part.segment() << 8 | Math.min(part.number(), 255));
  }

  /// Lets go of frames and bytes. On the packager's executor.
  void release() {
    forgetBytes();
    parts.forEach(part -> part.media().release());
    hold(-heldBytes);
  }

  /// Bytes of frames and of what was muxed of them. On the packager's executor.
  long heldBytes() {
    return heldBytes;
  }

  private void hold(long bytes) {
    heldBytes += bytes;
    memory.addSegmentBytes(bytes);
  }
}
