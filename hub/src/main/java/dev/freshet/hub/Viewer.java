package dev.freshet.hub;

import io.netty.buffer.ByteBuf;

/// A human client's place in a stream: a cursor into its loop's WireLog, and nothing else. Owned by
/// the viewer's loop.
public final class Viewer {
  private enum State {
    WAITING_FOR_ENTRY,
    LIVE,
    CLOSED
  }

  private final LoopFanout fanout;
  private final WireOutput output;
  private final StartAt startAt;
  private final Cursor cursor;
  private final Skips skips;
  private State state = State.WAITING_FOR_ENTRY;
  private long startPosition;
  private long enteredNs;
  private long writtenBytes;
  private long headerBytes;
  private long blockedSinceNs;
  private long blockedBytes; // 0: not blocked
  private boolean unflushed;
  int slot; // where the ring keeps it

  Viewer(LoopFanout fanout, WireOutput output, StartAt startAt) {
    this.fanout = fanout;
    this.output = output;
    this.startAt = startAt;
    this.cursor = new Cursor(fanout.log());
    this.skips = new Skips(fanout.profile().maxSkipsPerMinute(), fanout.counters());
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
    if (state == State.LIVE && !cursor.isAtHead()) {
      fanout.serve(this, fanout.loop().clock().nanoTime());
    }
  }

  /// Bytes of the stream handed to the output, headers included.
  public long writtenBytes() {
    return writtenBytes + headerBytes;
  }

  /// Bytes of the stream that this viewer missed.
  public long skippedBytes() {
    return skips.bytes();
  }

  /// Frames of the stream that this viewer missed.
  public long skippedFrames() {
    return skips.frames();
  }

  /// Times it jumped to a later entry point.
  public int skips() {
    return skips.count();
  }

  /// What became of every byte.
  public ViewerAccount account() {
    assert fanout.loop().inLoop();
    return new ViewerAccount(
        started() ? fanout.log().headPosition() - startPosition : 0,
        writtenBytes,
        skippedBytes(),
        pendingBytes(),
        headerBytes,
        skippedFrames(),
        skips());
  }

  /// Whether it got its first frame.
  public boolean started() {
    return state == State.LIVE;
  }

  /// Bytes of the stream that this viewer has not seen yet.
  public long pendingBytes() {
    return state == State.LIVE ? cursor.pendingBytes() : 0;
  }

  /// Frames of the stream that this viewer has not seen yet.
  public long pendingFrames() {
    return state == State.LIVE ? cursor.pendingFrames() : 0;
  }

  /// Bytes that its socket has not taken, as of its last turn.
  long unsentBytes() {
    return blockedBytes;
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
    if (state == State.LIVE) {
      if (cursor.isLost()) {
        output.skipped(cursor.pendingFrames());
      } else {
        write(Integer.MAX_VALUE);
      }
    }
    close(reason);
  }

  private boolean start(long nowNs) {
    int backMs = fanout.load().startBackMs(fanout.profile());
    WireBlock.EntryPoint entry = fanout.log().start(startAt, backMs);
    if (entry == null) {
      return false;
    }
    state = State.LIVE;
    startPosition = entry.position();
    writeHeaders(entry.preamble());
    enter(entry, nowNs);
    return true;
  }

  private void enter(WireBlock.EntryPoint entry, long nowNs) {
    cursor.enter(entry);
    enteredNs = nowNs;
  }

  /// Whether the cursor is further behind than the profile lets it be, and there is somewhere to
  /// jump; or is where the log no longer reaches.
  private boolean isTooOld(long nowNs) {
    if (cursor.isLost()) {
      return true;
    }
    if (cursor.isAtHead()) {
      return false;
    }
    long sinceNs = Math.max(cursor.arrivedNs(), enteredNs); // a long GOP is old at once
    return nowNs - sinceNs > fanout.profile().maxCursorAgeMs() * 1_000_000L
        && cursor.newestEntry() != null;
  }

  /// Jumps to the newest entry point: whole GOPs, counted.
  ///
  /// @return whether there is something to send now
  private boolean skip(long nowNs) {
    WireBlock.EntryPoint entry = cursor.newestEntry();
    if (entry == null) {
      return false; // fell out of the log in a GOP without end: wait for the next one
    }
    if (!skips.add(cursor.bytesTo(entry), cursor.framesTo(entry), nowNs)) {
      fanout.counters().tooSlow.increment();
      close(EndReason.TOO_SLOW);
      return false;
    }
    output.skipped(cursor.framesTo(entry));
    if (cursor.hasOtherHeaders(entry)) {
      writeHeaders(entry.headers()); // the change itself was skipped
    }
    enter(entry, nowNs);
    return true;
  }

  private void writeHeaders(ByteBuf shared) {
    ByteBuf headers = shared.retainedDuplicate();
    headerBytes += headers.readableBytes();
    fanout.counters().writtenBytes.add(headers.readableBytes());
    fanout.load().sent(headers.readableBytes());
    unflushed = true;
    output.write(headers);
  }

  /// Sends in pieces until the socket takes no more or the cursor is at the head.
  private void send() {
    boolean room = true; // but for headers that wait for their frame
    while (room && state == State.LIVE && !cursor.isAtHead()) {
      write(fanout.sendBytes());
      room = output.pendingBytes() == 0;
    }
    if (unflushed && state == State.LIVE) { // headers of a frame that has no bytes
      flush();
    }
  }

  /// Writes about `maxBytes`, whole blocks, and flushes what did not leave at once.
  private void write(int maxBytes) {
    WireRange taken = fanout.taken();
    long written = 0;
    while (!cursor.isAtHead() && written < maxBytes) {
      cursor.take(maxBytes - written, taken);
      written += taken.bytes();
      write(taken);
    }
    writtenBytes += written;
    fanout.counters().writtenBytes.add(written);
    fanout.load().sent(written);
    if (unflushed) {
      flush(); // last: it may lead to anything, even to the next send
    }
  }

  private void write(WireRange taken) {
    int sent = unflushed ? 0 : taken.send(output);
    if (sent > 0) {
      countSend();
    }
    if (sent < taken.bytes()) {
      output.write(taken.rest(sent));
      unflushed = true;
    }
  }

  private void flush() {
    unflushed = false;
    countSend();
    output.flush();
  }

  private void countSend() {
    fanout.counters().sends.increment();
    fanout.load().sent();
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
