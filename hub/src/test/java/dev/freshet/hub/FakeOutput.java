package dev.freshet.hub;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A viewer's socket: takes what its buffer has room for, and the rest when the test drains it.
/// Owned by the viewer's simulated loop.
final class FakeOutput implements WireOutput {
  private final long roomBytes;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<EndReason> closed = new ArrayList<>();
  private long unsentBytes;
  private long unflushedBytes;
  private @Nullable Viewer viewer;
  private boolean left;
  private int flushes;
  private long largestSendBytes;

  /// @param roomBytes what the socket's buffer holds
  FakeOutput(long roomBytes) {
    this.roomBytes = roomBytes;
  }

  void serve(Viewer cursor) {
    viewer = cursor;
  }

  Viewer viewer() {
    if (viewer == null) {
      throw new AssertionError("no viewer joined with this output");
    }
    return viewer;
  }

  @Override
  public long pendingBytes() {
    return Math.max(0, unsentBytes - roomBytes) + unflushedBytes;
  }

  @Override
  public int send(ByteBuffer bytes, int offset, int count) {
    checkOpen();
    if (pendingBytes() > 0) {
      return 0;
    }
    int sent = (int) Math.min(count, Math.max(0, roomBytes - unsentBytes));
    byte[] copy = new byte[sent];
    bytes.get(offset, copy);
    received.writeBytes(copy);
    unsentBytes += sent;
    flushes += sent > 0 ? 1 : 0;
    return sent;
  }

  private void checkOpen() {
    if (!closed.isEmpty() || left) {
      throw new AssertionError("written to after its end");
    }
  }

  @Override
  public void write(ByteBuf bytes) {
    checkOpen();
    unflushedBytes += bytes.readableBytes();
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    received.writeBytes(copy);
    bytes.release();
  }

  @Override
  public void flush() {
    flushes++;
    largestSendBytes = Math.max(largestSendBytes, unflushedBytes);
    unsentBytes += unflushedBytes;
    unflushedBytes = 0;
  }

  @Override
  public void close(EndReason reason) {
    closed.add(reason);
  }

  /// The client goes by itself.
  void leave() {
    left = true;
    viewer().leave();
  }

  /// The network takes `bytes` of what waits.
  void drain(long bytes) {
    boolean waited = pendingBytes() > 0;
    unsentBytes -= Math.min(bytes, unsentBytes);
    if (waited && pendingBytes() == 0 && closed.isEmpty() && !left) {
      viewer().outputReady();
    }
  }

  boolean isOver() {
    return left || !closed.isEmpty();
  }

  /// The reasons that it was closed with; one at most, if all is well.
  List<EndReason> closed() {
    return closed;
  }

  byte[] received() {
    return received.toByteArray();
  }

  int flushes() {
    return flushes;
  }

  /// Most bytes between two flushes.
  long largestSendBytes() {
    return largestSendBytes;
  }
}
