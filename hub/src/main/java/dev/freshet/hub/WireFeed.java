package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One format of one stream: frames in, muxed blocks out, once for all viewers of all loops. Owned
/// by the stream's loop.
///
/// Bytes go into slabs, one behind the other, so that what a viewer has not seen yet is nearly
/// always one contiguous range, and one send. A *run* is what a batch adds to one slab: a block.
final class WireFeed {
  /// What a frame may need beyond its payload: container and framing headers.
  static final int FRAME_OVERHEAD_BYTES = 512;

  private static final int MIN_SLAB_BYTES = 32 * 1024;
  static final int MAX_SLAB_BYTES = 512 * 1024;

  /// A slab that fills faster is too small: sends break at its end.
  private static final long MIN_FILL_NS = 500_000_000;

  /// A slab that fills slower is too large: its last block keeps all of it.
  private static final long MAX_FILL_NS = 2_000_000_000;

  private final WireFormat format;
  private final Muxer muxer;
  private final ByteBufAllocator allocator;
  private final WireLog log;
  private ByteBuf slab = Unpooled.EMPTY_BUFFER;
  private ByteBuffer memory = slab.nioBuffer(); // of the slab: one for all sends of it
  private int slabBytes = MIN_SLAB_BYTES;
  private long slabSinceNs;
  private int runOffset;
  private long runFirstFrame;
  private List<WireBlock.EntryPoint> runEntries = new ArrayList<>(1);
  private @Nullable StreamHeader lastHeader;
  private long lastDtsUs;
  private long position;
  private long frames;
  private int fanouts;

  WireFeed(WireFormat format, Profile profile, ByteBufAllocator allocator, MediaMemory memory) {
    this.format = format;
    this.muxer = format.newMuxer();
    this.allocator = allocator;
    this.log = new WireLog(profile, memory, true, format.forNodes());
  }

  WireFormat format() {
    return format;
  }

  /// What was muxed, as far back as a loop needs that opens or fell behind.
  WireLog log() {
    return log;
  }

  /// One more or one less loop that reads this feed; returns how many do.
  int addFanouts(int difference) {
    fanouts += difference;
    return fanouts;
  }

  /// Muxes a batch into the log.
  ///
  /// @param offsetUs by which viewers' time is ahead of the stamps'; nodes get the stamps' own
  void mux(List<Frame> batch, long offsetUs, long nowNs) {
    for (int i = 0; i < batch.size(); i++) {
      Frame frame = batch.get(i);
      long dtsUs = frame.stamp().dtsUs() + offsetUs;
      add(offsetUs == 0 || format.forNodes() ? frame : frame.later(offsetUs), dtsUs, nowNs);
    }
    closeRun(nowNs);
  }

  /// Lets go of everything, of half a run as well.
  void close() {
    log.close();
    runEntries.forEach(WireBlock.EntryPoint::release);
    runEntries.clear();
    slab.release();
    slab = Unpooled.EMPTY_BUFFER;
  }

  /// @param dtsUs by the viewers' time
  private void add(Frame frame, long dtsUs, long nowNs) {
    ByteBuf headers = changedHeaders(frame);
    try {
      int bytes = headers.readableBytes() + frame.payloadBytes() + FRAME_OVERHEAD_BYTES;
      ByteBuf target = room(bytes, nowNs);
      target.writeBytes(headers);
      if (frame.isEntryPoint()) {
        addEntry(frame, dtsUs);
      }
      muxer.frame(frame, target);
    } finally {
      headers.release();
    }
    frames++;
    lastHeader = frame.header();
    lastDtsUs = dtsUs;
  }

  /// What running viewers get before `frame`: nothing, nearly always.
  private ByteBuf changedHeaders(Frame frame) {
    if (!frame.stamp().has(Stamp.HEADER_CHANGED) && !isUnannounced(frame.header())) {
      return Unpooled.EMPTY_BUFFER;
    }
    ByteBuf headers = Unpooled.buffer();
    muxer.headerChange(frame, headers);
    return headers;
  }

  /// Whether another header holds than for the frame before, though no frame said so: that one was
  /// lost on its way from another node.
  private boolean isUnannounced(StreamHeader header) {
    StreamHeader before = lastHeader;
    return before != null
        && (before.version() != header.version() || !before.epoch().equals(header.epoch()));
  }

  private void addEntry(Frame frame, long dtsUs) {
    ByteBuf preamble = allocator.directBuffer(512);
    ByteBuf headers = allocator.directBuffer(256);
    long at = position + slab.writerIndex() - runOffset;
    runEntries.add(
        new WireBlock.EntryPoint(
            at, frames, frame.stamp().sequence(), dtsUs, preamble, headers, frame.header()));
    muxer.preamble(frame, preamble); // now that close() knows of both
    muxer.headerChange(frame, headers);
  }

  /// A slab with room for `bytes`; it never grows, as other loops read it.
  private ByteBuf room(int bytes, long nowNs) {
    if (slab.writableBytes() < bytes) {
      closeRun(nowNs);
      slab.release();
      adaptSlab(nowNs - slabSinceNs);
      int size = Math.max(slabBytes, bytes);
      slab = allocator.directBuffer(size, size);
      memory = slab.nioBuffer(0, size);
      slabSinceNs = nowNs;
      runOffset = 0;
    }
    return slab;
  }

  private void adaptSlab(long filledInNs) {
    if (filledInNs < MIN_FILL_NS) {
      slabBytes = Math.min(slabBytes * 2, MAX_SLAB_BYTES);
    } else if (filledInNs > MAX_FILL_NS) {
      slabBytes = Math.max(slabBytes / 2, MIN_SLAB_BYTES);
    }
  }

  private void closeRun(long nowNs) {
    int bytes = slab.writerIndex() - runOffset;
    StreamHeader header = lastHeader;
    if (header != null && (bytes > 0 || !runEntries.isEmpty())) {
      log.append(
          new WireBlock(
              slab.retain(),
              memory,
              runOffset,
              bytes,
              position,
              runFirstFrame,
              (int) (frames - runFirstFrame),
              lastDtsUs,
              nowNs,
              runEntries,
              header));
      runEntries = new ArrayList<>(1);
    }
    position += bytes;
    runOffset = slab.writerIndex();
    runFirstFrame = frames;
  }
}
