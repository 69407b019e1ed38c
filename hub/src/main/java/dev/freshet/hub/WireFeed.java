package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One format of one stream: frames in, muxed blocks out, once for all viewers of all loops. Owned
/// by the stream's loop.
///
/// Bytes go into slabs, one behind the other, so that whatever a viewer has not seen yet is one
/// contiguous range, and one send.
final class WireFeed {
  /// What a frame may need beyond its payload: container and framing headers.
  static final int FRAME_OVERHEAD_BYTES = 512;

  private static final int MIN_SLAB_BYTES = 32 * 1024;
  private static final int MAX_SLAB_BYTES = 512 * 1024;

  private final WireFormat format;
  private final Muxer muxer;
  private final ByteBufAllocator allocator;
  private final WireLog seed;
  private @Nullable ByteBuf slab;
  private int slabBytes = MIN_SLAB_BYTES;
  private long position;
  private long frames;
  private int fanouts;

  WireFeed(WireFormat format, Profile profile, ByteBufAllocator allocator) {
    this.format = format;
    this.muxer = format.newMuxer();
    this.allocator = allocator;
    this.seed = new WireLog(profile);
  }

  WireFormat format() {
    return format;
  }

  /// One more or one less loop that reads this feed; returns how many do.
  int addFanouts(int difference) {
    fanouts += difference;
    return fanouts;
  }

  /// Muxes a batch. Each block comes with one reference, which the caller releases when it has
  /// handed the block to every loop.
  List<WireBlock> mux(List<Frame> batch, long nowNs) {
    List<WireBlock> blocks = new ArrayList<>(1);
    int from = 0;
    while (from < batch.size()) {
      ByteBuf target = slabFor(batch.get(from));
      Run run = new Run(target, nowNs);
      do {
        run.add(batch.get(from++));
      } while (from < batch.size() && needBytes(batch.get(from)) <= target.writableBytes());
      WireBlock block = run.close();
      if (block != null) {
        blocks.add(block);
        block.retain(); // the seed's reference
        seed.append(block);
      }
    }
    return blocks;
  }

  /// The blocks that a loop needs to begin: each with a reference for that loop.
  List<WireBlock> seedBlocks() {
    WireBlock.EntryPoint start = seed.start();
    List<WireBlock> blocks = new ArrayList<>();
    long number = start == null ? seed.endBlock() : seed.blockAt(start.position());
    for (; number < seed.endBlock(); number++) {
      WireBlock block = seed.block(number);
      block.retain();
      blocks.add(block);
    }
    return blocks;
  }

  /// What viewers get after the last frame; belongs to the caller.
  ByteBuf farewell() {
    ByteBuf bytes = allocator.directBuffer(64);
    muxer.end(bytes);
    return bytes;
  }

  void close() {
    seed.close();
    if (slab != null) {
      slab.release();
      slab = null;
    }
  }

  private ByteBuf slabFor(Frame frame) {
    int needed = needBytes(frame);
    if (slab != null && slab.writableBytes() >= needed) {
      return slab;
    }
    if (slab != null) {
      slab.release();
      slabBytes = Math.min(slabBytes * 2, MAX_SLAB_BYTES);
    }
    int size = Math.max(slabBytes, needed);
    slab = allocator.directBuffer(size, size); // must never grow: other loops read it
    return slab;
  }

  private static int needBytes(Frame frame) {
    int headers = frame.stamp().has(Stamp.HEADER_CHANGED) ? headerBytes(frame.header()) : 0;
    return frame.payloadBytes() + FRAME_OVERHEAD_BYTES + headers;
  }

  private static int headerBytes(StreamHeader header) {
    int bytes = 4096;
    for (var track : header.tracks()) {
      bytes += track.config().length + FRAME_OVERHEAD_BYTES;
    }
    for (var entry : header.metadata().entrySet()) {
      bytes += entry.getKey().length() * 4 + String.valueOf(entry.getValue()).length() * 4 + 64;
    }
    return bytes;
  }

  /// Frames that end up next to each other in one slab.
  private final class Run {
    private final ByteBuf target;
    private final long nowNs;
    private final int offset;
    private final long firstFrame = frames;
    private List<WireBlock.EntryPoint> entries = List.of();
    private @Nullable Frame last;

    Run(ByteBuf target, long nowNs) {
      this.target = target;
      this.nowNs = nowNs;
      this.offset = target.writerIndex();
    }

    void add(Frame frame) {
      if (frame.stamp().has(Stamp.HEADER_CHANGED) && frames > 0) {
        muxer.headerChange(frame, target);
      }
      if (frame.isEntryPoint()) {
        addEntry(frame);
      }
      muxer.frame(frame, target);
      frames++;
      last = frame;
    }

    @Nullable WireBlock close() {
      int bytes = target.writerIndex() - offset;
      Frame end = last;
      if (end == null || bytes == 0) {
        return null;
      }
      target.retain(); // the caller's reference
      WireBlock block =
          new WireBlock(
              target,
              offset,
              bytes,
              position,
              firstFrame,
              (int) (frames - firstFrame),
              end.stamp().dtsUs(),
              nowNs,
              entries,
              end.header());
      position += bytes;
      return block;
    }

    private void addEntry(Frame frame) {
      ByteBuf preamble = allocator.directBuffer(512);
      muxer.preamble(frame, preamble);
      ByteBuf headers = allocator.directBuffer(256);
      muxer.headerChange(frame, headers);
      if (entries.isEmpty()) {
        entries = new ArrayList<>(1);
      }
      long at = position + target.writerIndex() - offset;
      entries.add(
          new WireBlock.EntryPoint(
              at, frames, frame.stamp().dtsUs(), preamble, headers, frame.header()));
    }
  }
}
