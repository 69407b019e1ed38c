package dev.freshet.hub;

import dev.freshet.media.StreamHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A human client's place in a stream: a cursor into its loop's WireLog, and nothing else. Owned by
/// the viewer's loop.
public final class Viewer {
  private static final long MINUTE_NS = 60_000_000_000L;

  private enum State {
    WAITING_FOR_ENTRY,
    LIVE,
    CLOSED
  }

  private final LoopFanout fanout;
  private final WireOutput output;
  private final StartAt startAt;
  private State state = State.WAITING_FOR_ENTRY;
  private long position;
  private long frame;
  private long block;
  private @Nullable StreamHeader header;
  private long enteredNs;
  private long writtenBytes;
  private long headerBytes;
  private long skippedBytes;
  private long skippedFrames;
  private int skips;
  private int skipsThisMinute;
  private long minuteStartNs;
  private long blockedSinceNs;
  private long blockedBytes; // 0: not blocked
  private boolean unflushed;
  ViewerGroup group; // the group it is served with, and where that keeps it
  int slot;

  @SuppressWarnings("NullAway.Init") // the fanout puts it into a group at once
  Viewer(LoopFanout fanout, WireOutput output, StartAt startAt) {
    this.fanout = fanout;
    this.output = output;
    this.startAt = startAt;
  }

  /// The viewer goes. Its output is not called again.
  public void leave() {
    assert fanout.loop().inLoop();
    if (state != State.CLOSED) {
      state = State.CLOSED;
      fanout.remove(this);
    }
  }

  /// Ends the viewer with a reason; its output says goodbye.
  public void close(EndReason reason) {
    assert fanout.loop().inLoop();
    if (state != State.CLOSED) {
      state = State.CLOSED;
      fanout.remove(this);
      output.close(reason);
    }
  }

  /// Everything written before has left the output.
  public void outputReady() {
    assert fanout.loop().inLoop();
    blockedBytes = 0;
    if (state == State.LIVE && position < fanout.log().headPosition()) {
      fanout.serve(this, fanout.loop().clock().nanoTime());
    }
  }

  /// Bytes of the stream handed to the output, headers included.
  public long writtenBytes() {
    return writtenBytes + headerBytes;
  }

  /// Bytes of the stream that this viewer missed.
  public long skippedBytes() {
    return skippedBytes;
  }

  /// Frames of the stream that this viewer missed.
  public long skippedFrames() {
    return skippedFrames;
  }

  /// Times it jumped to a later entry point.
  public int skips() {
    return skips;
  }

  /// Whether it got its first frame.
  public boolean started() {
    return state == State.LIVE;
  }

  /// Bytes of the stream that this viewer has not seen yet.
  public long pendingBytes() {
    return state == State.LIVE ? fanout.log().headPosition() - position : 0;
  }

  /// Frames of the stream that this viewer has not seen yet.
  public long pendingFrames() {
    return state == State.LIVE ? fanout.log().headFrame() - frame : 0;
  }

  /// Sends what the cursor has not seen, if the output can take it.
  void pump(long nowNs) {
    if (state == State.CLOSED || isBlocked(nowNs)) {
      return;
    }
    if (state == State.WAITING_FOR_ENTRY && !start(nowNs)) {
      return;
    }
    if (!isTooOld(nowNs) || skip(nowNs)) {
      send();
    }
  }

  /// The stream is over: what is left goes out, however much waits before it, and the goodbye.
  void end(EndReason reason, long nowNs) {
    pump(nowNs);
    if (state == State.LIVE && position >= fanout.log().startPosition()) {
      write(Integer.MAX_VALUE);
    }
    close(reason);
  }

  private boolean start(long nowNs) {
    WireBlock.EntryPoint entry = fanout.log().start(startAt);
    if (entry == null) {
      return false;
    }
    state = State.LIVE;
    writeHeaders(entry.preamble());
    enter(entry, nowNs);
    return true;
  }

  private void enter(WireBlock.EntryPoint entry, long nowNs) {
    position = entry.position();
    frame = entry.frame();
    block = fanout.log().blockAt(position);
    header = entry.header();
    enteredNs = nowNs;
  }

  /// Whether the cursor is further behind than the profile lets it be, and there is somewhere to
  /// jump; or is where the log no longer reaches.
  private boolean isTooOld(long nowNs) {
    WireLog log = fanout.log();
    if (position < log.startPosition()) {
      return true;
    }
    if (position == log.headPosition()) {
      return false;
    }
    long sinceNs = Math.max(blockAtCursor().arrivedNs(), enteredNs); // a long GOP is old at once
    return nowNs - sinceNs > fanout.profile().maxCursorAgeMs() * 1_000_000L
        && log.newestAfter(position, frame) != null;
  }

  /// Jumps to the newest entry point: whole GOPs, counted.
  ///
  /// @return whether there is something to send now
  private boolean skip(long nowNs) {
    WireBlock.EntryPoint entry = fanout.log().newestAfter(position, frame);
    if (entry == null) {
      return false; // fell out of the log in a GOP without end: wait for the next one
    }
    countSkip(entry.position() - position, entry.frame() - frame);
    if (!maySkip(nowNs)) {
      fanout.counters().tooSlow.increment();
      close(EndReason.TOO_SLOW);
      return false;
    }
    if (!entry.header().equals(header)) {
      writeHeaders(entry.headers()); // the change itself was skipped
    }
    enter(entry, nowNs);
    return true;
  }

  private void countSkip(long bytes, long frames) {
    skips++;
    skippedBytes += bytes;
    skippedFrames += frames;
    fanout.counters().skips.increment();
    fanout.counters().skippedBytes.add(bytes);
    fanout.counters().skippedFrames.add(frames);
  }

  private boolean maySkip(long nowNs) {
    if (skipsThisMinute == 0 || nowNs - minuteStartNs > MINUTE_NS) {
      minuteStartNs = nowNs;
      skipsThisMinute = 0;
    }
    return ++skipsThisMinute <= fanout.profile().maxSkipsPerMinute();
  }

  private void writeHeaders(ByteBuf shared) {
    ByteBuf headers = shared.retainedDuplicate();
    headerBytes += headers.readableBytes();
    fanout.counters().writtenBytes.add(headers.readableBytes());
    unflushed = true;
    output.write(headers);
  }

  /// Sends in pieces until the socket takes no more or the cursor is at the head.
  private void send() {
    WireLog log = fanout.log();
    boolean room = true; // but for headers that wait for their frame
    while (room && state == State.LIVE && position < log.headPosition()) {
      write(fanout.sendBytes());
      room = output.pendingBytes() == 0;
    }
    if (unflushed && state == State.LIVE) { // headers of a frame that has no bytes
      flush();
    }
  }

  /// Writes about `maxBytes`, whole blocks, and flushes them.
  private void write(int maxBytes) {
    WireLog log = fanout.log();
    long from = position;
    while (position < log.headPosition() && position - from < maxBytes) {
      writeRange(maxBytes - (int) (position - from));
    }
    if (position > from) {
      writtenBytes += position - from;
      fanout.counters().writtenBytes.add(position - from);
      flush(); // last: it may lead to anything, even to the next send
    }
  }

  private void flush() {
    unflushed = false;
    fanout.counters().sends.increment();
    output.flush();
  }

  /// Writes the blocks from the cursor on that lie behind each other in one slab.
  @SuppressWarnings("ReferenceEquality") // the very same slab, not one with equal bytes
  private void writeRange(int maxBytes) {
    WireLog log = fanout.log();
    WireBlock from = blockAtCursor();
    WireBlock last = from;
    while (block + 1 < log.endBlock()
        && log.block(block + 1).slab() == from.slab()
        && log.block(block + 1).endPosition() - position <= maxBytes) {
      last = log.block(++block);
    }
    int bytes = (int) (last.endPosition() - position);
    int offset = from.offset() + (int) (position - from.position());
    position += bytes;
    frame = last.endFrame();
    header = last.header();
    output.write(from.slab().retainedSlice(offset, bytes));
  }

  /// The block that holds the next byte; there is one behind the cursor.
  private WireBlock blockAtCursor() {
    WireLog log = fanout.log();
    block = Math.max(block, log.firstBlock()); // the log may have dropped what was sent
    while (log.block(block).endPosition() <= position) {
      block++;
    }
    return log.block(block);
  }

  private boolean isBlocked(long nowNs) {
    long pendingBytes = output.pendingBytes();
    if (pendingBytes != blockedBytes) { // some of it left, so it is slow and not stalled
      blockedBytes = pendingBytes;
      blockedSinceNs = nowNs;
    } else if (pendingBytes > 0
        && nowNs - blockedSinceNs > fanout.profile().stalledWriteMs() * 1_000_000L) {
      fanout.counters().stalled.increment();
      close(EndReason.STALLED);
    }
    return pendingBytes > 0;
  }
}
