package dev.freshet.hub;

import dev.freshet.media.StreamHeader;
import org.jspecify.annotations.Nullable;

/// A place in a WireLog: the next byte that a viewer gets. Owned by the viewer's loop.
final class Cursor {
  private final WireLog log;
  private long position;
  private long frame;
  private long block;
  private @Nullable StreamHeader header;

  Cursor(WireLog log) {
    this.log = log;
  }

  /// Goes to `entry`, whose headers the viewer has by then.
  void enter(WireBlock.EntryPoint entry) {
    position = entry.position();
    frame = entry.frame();
    block = log.blockAt(position);
    header = entry.header();
  }

  /// Whether there is nothing to take.
  boolean isAtHead() {
    return position >= log.headPosition();
  }

  /// Whether it is where the log no longer reaches.
  boolean isLost() {
    return position < log.startPosition();
  }

  /// Bytes up to the head.
  long pendingBytes() {
    return log.headPosition() - position;
  }

  /// Frames up to the head.
  long pendingFrames() {
    return log.headFrame() - frame;
  }

  /// Monotonic time at which the next byte was muxed; there is one.
  long arrivedNs() {
    return currentBlock().arrivedNs();
  }

  /// Where it could jump to, or null.
  WireBlock.@Nullable EntryPoint newestEntry() {
    return log.newestAfter(position, frame);
  }

  /// Bytes that a jump to `entry` would miss.
  long bytesTo(WireBlock.EntryPoint entry) {
    return entry.position() - position;
  }

  /// Frames that a jump to `entry` would miss.
  long framesTo(WireBlock.EntryPoint entry) {
    return entry.frame() - frame;
  }

  /// Whether other headers hold at `entry` than at this place.
  boolean hasOtherHeaders(WireBlock.EntryPoint entry) {
    return !entry.header().equals(header);
  }

  /// Takes the blocks from here on that lie behind each other in one slab, about `maxBytes`, at
  /// least one, and goes behind them.
  ///
  /// @param taken told which bytes they are
  @SuppressWarnings("ReferenceEquality") // the very same slab, not one with equal bytes
  void take(long maxBytes, WireRange taken) {
    WireBlock from = currentBlock();
    WireBlock last = from;
    while (block + 1 < log.endBlock()
        && log.block(block + 1).slab() == from.slab()
        && log.block(block + 1).endPosition() - position <= maxBytes) {
      last = log.block(++block);
    }
    int bytes = (int) (last.endPosition() - position);
    taken.set(from, from.offset() + (int) (position - from.position()), bytes);
    position += bytes;
    frame = last.endFrame();
    header = last.header();
  }

  /// The block that holds the next byte; there is one.
  private WireBlock currentBlock() {
    block = Math.max(block, log.firstBlock()); // the log may have dropped what was sent
    while (log.block(block).endPosition() <= position) {
      block++;
    }
    return log.block(block);
  }
}
