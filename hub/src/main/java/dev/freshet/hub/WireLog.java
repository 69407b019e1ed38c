package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.service.Profile;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// An index of the muxed bytes of one format on one loop: blocks in order, and where viewers may
/// start. Owned by that loop; holds one reference to each block.
///
/// It reaches back to what the slowest tolerated viewer needs and to where the profile starts new
/// ones; for nodes, to the entry point that begins the replay window. Bounded in bytes.
final class WireLog {
  /// What a block costs besides its bytes: many tiny ones are bounded too.
  private static final int BLOCK_BYTES = 256;

  private final Profile profile;
  private final MediaMemory memory;
  private final boolean counted;
  private final long keepUs;
  private final long replayUs; // 0: not for nodes
  private final Deque<WireBlock.EntryPoint> entries = new ArrayDeque<>();
  private WireBlock[] ring = new WireBlock[64];
  private long first;
  private long next;
  private long startPosition;
  private long headPosition;
  private long headFrame;
  private long headDtsUs;

  /// @param memory what all logs share
  /// @param counted whether the bytes are this log's own; loops' logs hold the same ones as the
  ///   feed's
  /// @param forNodes whether a node that lost its parent may want all of the replay window
  WireLog(Profile profile, MediaMemory memory, boolean counted, boolean forNodes) {
    this.profile = profile;
    this.memory = memory;
    this.counted = counted;
    this.replayUs = forNodes ? 1_000L * profile.replayMs() : 0;
    this.keepUs = 1_000L * Math.max(profile.maxCursorAgeMs(), profile.startBackMs());
  }

  /// Appends a block and takes over its reference. Older ones that it does not continue are of no
  /// use any more: no viewer could get from them to this one.
  void append(WireBlock block) {
    if (block.position() != headPosition) {
      close();
    }
    if (next == first) {
      startPosition = block.position();
    }
    if (next - first == ring.length) {
      grow();
    }
    ring[slot(next++)] = block;
    count(block.bytes());
    entries.addAll(block.entries());
    headPosition = block.endPosition();
    headFrame = block.endFrame();
    headDtsUs = block.lastDtsUs();
    trim();
  }

  /// Number of the oldest block.
  long firstBlock() {
    return first;
  }

  /// Number behind the newest block.
  long endBlock() {
    return next;
  }

  /// The block with this number, which the log holds.
  WireBlock block(long number) {
    return ring[slot(number)];
  }

  /// Position of the oldest byte.
  long startPosition() {
    return startPosition;
  }

  /// Position behind the newest byte.
  long headPosition() {
    return headPosition;
  }

  /// Ordinal behind the newest frame.
  long headFrame() {
    return headFrame;
  }

  /// The number of the first block that another loop needs: new viewers start there or later.
  long openingBlock() {
    WireBlock.EntryPoint oldest = entries.peekFirst();
    return oldest == null ? next : blockAt(oldest.position());
  }

  /// The number of the block where a new viewer starts, or of the next one while there is none.
  long startBlock() {
    WireBlock.EntryPoint start = start(profile.startBackMs());
    return start == null ? next : blockAt(start.position());
  }

  /// Where a viewer starts, or null while there is nowhere.
  ///
  /// @param backMs see [Profile#startBackMs()], which it may not exceed
  WireBlock.@Nullable EntryPoint start(StartAt at, int backMs) {
    return switch (at) {
      case StartAt.Newest() -> start(backMs);
      case StartAt.First() -> first();
      case StartAt.After(Epoch epoch, long sequence) -> {
        WireBlock.EntryPoint behind = after(epoch, sequence);
        yield behind == null ? start(backMs) : behind;
      }
    };
  }

  /// Where a new viewer starts, or null while there is nowhere: the newest entry point that is at
  /// least `backMs` old, or else the oldest that the GOP cache still covers.
  private WireBlock.@Nullable EntryPoint start(int backMs) {
    WireBlock.EntryPoint best = null;
    var newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      WireBlock.EntryPoint entry = newestFirst.next();
      boolean newest = best == null;
      if (!isCached(entry, newest)) {
        break;
      }
      best = entry;
      if (headDtsUs - entry.dtsUs() >= backMs * 1_000L) {
        break;
      }
    }
    return best;
  }

  /// See [StartAt.After]; null if nothing is known of the epoch.
  private WireBlock.@Nullable EntryPoint after(Epoch epoch, long sequence) {
    WireBlock.EntryPoint best = null;
    var newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      WireBlock.EntryPoint entry = newestFirst.next();
      if (entry.header().epoch().equals(epoch)) {
        best = entry;
        if (entry.sequence() <= sequence + 1) {
          break;
        }
      }
    }
    return best;
  }

  /// The oldest entry point that the GOP cache covers in bytes and frames, or null.
  private WireBlock.@Nullable EntryPoint first() {
    for (WireBlock.EntryPoint entry : entries) {
      if (isCached(entry, true)) {
        return entry;
      }
    }
    return null;
  }

  /// The newest entry point with bytes and frames between it and this place, or null.
  WireBlock.@Nullable EntryPoint newestAfter(long position, long frame) {
    WireBlock.EntryPoint newest = entries.peekLast();
    return newest != null && newest.position() > position && newest.frame() > frame ? newest : null;
  }

  /// The number of the block that holds `position`, which the log holds.
  long blockAt(long position) {
    long low = first;
    long high = next - 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (block(middle).endPosition() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Lets go of everything.
  void close() {
    while (first < next) {
      dropFirst();
    }
  }

  private boolean isCached(WireBlock.EntryPoint entry, boolean atAnyAge) {
    return headPosition - entry.position() <= profile.gopCacheBytes()
        && headFrame - entry.frame() <= profile.gopCacheFrames()
        && (atAnyAge || headDtsUs - entry.dtsUs() <= profile.gopCacheMs() * 1_000L);
  }

  private void trim() {
    WireBlock.EntryPoint start = start(profile.startBackMs());
    long neededFrom = Math.min(start == null ? headPosition : start.position(), replayPosition());
    while (next - first > 1) {
      WireBlock oldest = block(first);
      boolean tooMuch = costBytes() > memory.allowedLogBytes(profile.replayWindowBytes());
      boolean needed =
          oldest.endPosition() > neededFrom || headDtsUs - oldest.lastDtsUs() <= keepUs;
      if (needed && !tooMuch) {
        return;
      }
      dropFirst();
    }
  }

  /// Where the newest entry point is that is as old as the replay window; or all is needed.
  private long replayPosition() {
    if (replayUs == 0) {
      return headPosition;
    }
    var newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      WireBlock.EntryPoint entry = newestFirst.next();
      if (headDtsUs - entry.dtsUs() >= replayUs) {
        return entry.position();
      }
    }
    return startPosition;
  }

  @SuppressWarnings("NullAway") // slots outside first..next are empty and never read
  private void dropFirst() {
    int slot = slot(first++);
    WireBlock block = ring[slot];
    ring[slot] = null;
    startPosition = block.endPosition();
    count(-block.bytes());
    for (int i = block.entries().size(); i > 0; i--) {
      entries.removeFirst(); // not by position: an entry of no bytes lies at its block's end
    }
    block.release();
  }

  private void count(long bytes) {
    if (counted) {
      memory.addLogBytes(bytes);
    }
  }

  private long costBytes() {
    return headPosition - startPosition + (next - first) * BLOCK_BYTES;
  }

  private int slot(long number) {
    return (int) (number & (ring.length - 1));
  }

  private void grow() {
    WireBlock[] larger = new WireBlock[ring.length * 2];
    for (long i = first; i < next; i++) {
      larger[(int) (i & (larger.length - 1))] = block(i);
    }
    ring = larger;
  }
}
