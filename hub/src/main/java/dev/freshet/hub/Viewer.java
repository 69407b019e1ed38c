package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
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
  private State state = State.WAITING_FOR_ENTRY;
  private long position;
  private long frame;
  private long block;
  private @Nullable StreamHeader header;
  private long writtenBytes;
  private long headerBytes;
  private long skippedBytes;
  private long skippedFrames;
  private int skips;
  private int skipsThisMinute;
  private long minuteStartNs;
  private long blockedSinceNs = -1;
  private long blockedBytes;
  int slot; // where the fanout keeps it
  int group; // the fanout's phase group it is in

  Viewer(LoopFanout fanout, WireOutput output) {
    this.fanout = fanout;
    this.output = output;
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
    blockedSinceNs = -1;
    if (state == State.LIVE && position < fanout.log().headPosition()) {
      fanout.pump(this);
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

  /// Sends what the cursor has not seen, if the output can take it.
  void pump(long nowNs, Profile profile, int sendBytes) {
    if (state == State.CLOSED) {
      return;
    }
    long pendingBytes = output.pendingBytes();
    if (pendingBytes > 0) {
      noteBlocked(pendingBytes, nowNs, profile);
      return;
    }
    blockedSinceNs = -1;
    if (state == State.WAITING_FOR_ENTRY && !start(fanout.log().start())) {
      return;
    }
    if (isTooOld(nowNs, profile) && !skip(nowNs, profile)) {
      return;
    }
    send(sendBytes);
  }

  private boolean start(WireBlock.@Nullable EntryPoint entry) {
    if (entry == null) {
      return false;
    }
    state = State.LIVE;
    writeHeaders(entry.preamble());
    moveTo(entry);
    return true;
  }

  private void moveTo(WireBlock.EntryPoint entry) {
    position = entry.position();
    frame = entry.frame();
    block = fanout.log().blockAt(position);
    header = entry.header();
  }

  private boolean isTooOld(long nowNs, Profile profile) {
    WireLog log = fanout.log();
    if (position < log.startPosition()) {
      return true;
    }
    if (position == log.headPosition()) {
      return false;
    }
    while (log.block(block).endPosition() <= position) {
      block++;
    }
    long burstMs = Math.max(profile.startBackMs(), 0);
    return nowNs - log.block(block).arrivedNs() > (profile.maxCursorAgeMs() + burstMs) * 1_000_000L
        && skipsSomething(log);
  }

  private boolean skipsSomething(WireLog log) {
    return log.newestAfter(position) != null;
  }

  /// Jumps to the newest entry point: whole GOPs, counted.
  ///
  /// @return whether there is something to send now
  private boolean skip(long nowNs, Profile profile) {
    WireLog log = fanout.log();
    WireBlock.EntryPoint entry = log.newestAfter(position);
    if (entry == null) {
      return false; // fell out of the log in a GOP without end: wait for the next one
    }
    skips++;
    fanout.counters().skips.increment();
    countSkipped(entry.position() - position, entry.frame() - frame);
    if (nowNs - minuteStartNs > MINUTE_NS) {
      minuteStartNs = nowNs;
      skipsThisMinute = 0;
    }
    if (++skipsThisMinute > profile.maxSkipsPerMinute()) {
      fanout.counters().tooSlow.increment();
      close(EndReason.TOO_SLOW);
      return false;
    }
    if (!entry.header().equals(header)) {
      writeHeaders(entry.headers()); // the change itself was skipped
    }
    moveTo(entry);
    return true;
  }

  private void writeHeaders(ByteBuf shared) {
    ByteBuf headers = shared.retainedDuplicate();
    headerBytes += headers.readableBytes();
    output.write(headers);
  }

  private void countSkipped(long bytes, long frames) {
    skippedBytes += bytes;
    skippedFrames += frames;
    fanout.counters().skippedBytes.add(bytes);
    fanout.counters().skippedFrames.add(frames);
  }

  /// Sends in pieces of `sendBytes` until the socket takes no more or the cursor is at the head.
  private void send(int sendBytes) {
    WireLog log = fanout.log();
    boolean room = true; // headers may be written and not flushed yet
    while (room && position < log.headPosition()) {
      int sent = 0;
      while (position < log.headPosition() && sent < sendBytes) {
        sent += writeRange(log, sendBytes - sent);
      }
      output.flush();
      writtenBytes += sent;
      fanout.counters().writtenBytes.add(sent);
      fanout.counters().sends.increment();
      room = output.pendingBytes() == 0;
    }
  }

  /// Writes the blocks from the cursor on that lie behind each other in one slab.
  @SuppressWarnings("ReferenceEquality") // the very same slab, not one with equal bytes
  private int writeRange(WireLog log, int maxBytes) {
    while (log.block(block).endPosition() <= position) {
      block++;
    }
    WireBlock from = log.block(block);
    WireBlock last = from;
    while (block + 1 < log.endBlock()
        && log.block(block + 1).slab() == from.slab()
        && log.block(block + 1).endPosition() - position <= maxBytes) {
      last = log.block(++block);
    }
    int bytes = (int) (last.endPosition() - position);
    int offset = from.offset() + (int) (position - from.position());
    output.write(from.slab().retainedSlice(offset, bytes));
    position += bytes;
    frame = last.endFrame();
    header = last.header();
    return bytes;
  }

  private void noteBlocked(long pendingBytes, long nowNs, Profile profile) {
    if (blockedSinceNs < 0 || pendingBytes != blockedBytes) {
      blockedSinceNs = nowNs;
      blockedBytes = pendingBytes;
    } else if (nowNs - blockedSinceNs > profile.stalledWriteMs() * 1_000_000L) {
      fanout.counters().stalled.increment();
      close(EndReason.STALLED);
    }
  }
}
