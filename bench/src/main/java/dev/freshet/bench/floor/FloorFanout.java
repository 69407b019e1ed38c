package dev.freshet.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends what the publisher's loop has collected to the viewers of every loop. Each loop owns the
/// list of its viewers; the batch belongs to the publisher's loop.
final class FloorFanout {
  private final IdentityHashMap<EventExecutor, List<Channel>> viewersByLoop =
      new IdentityHashMap<>();
  private final int windowMs;
  private final SendPath path;
  private @Nullable ByteBuf batch; // null if nothing waits

  FloorFanout(MultiThreadIoEventLoopGroup group, int windowMs, SendPath path) {
    this.windowMs = windowMs;
    this.path = path;
    group.forEach(loop -> viewersByLoop.put(loop, new ArrayList<>()));
  }

  /// Begins to send every window. Called on the publisher's loop.
  void startOn(EventLoop publishersLoop) {
    if (windowMs > 0) {
      var _ =
          publishersLoop.scheduleAtFixedRate(this::send, windowMs, windowMs, TimeUnit.MILLISECONDS);
    }
  }

  /// Adds a whole tag to the batch. Called on the publisher's loop.
  void add(ByteBuf in, int tagBytes) {
    ByteBuf collecting = batch;
    if (collecting == null) {
      collecting = ByteBufAllocator.DEFAULT.directBuffer(tagBytes);
      batch = collecting;
    }
    collecting.writeBytes(in, tagBytes);
  }

  /// The publisher's socket has been drained. Called on its loop.
  void drained() {
    if (windowMs == 0) {
      send();
    }
  }

  /// A viewer has come. Called on its loop.
  void join(Channel viewer) {
    viewers(viewer).add(viewer);
  }

  /// A viewer has gone. Called on its loop.
  void leave(Channel viewer) {
    viewers(viewer).remove(viewer);
  }

  private void send() {
    ByteBuf sending = batch;
    if (sending == null) {
      return;
    }
    batch = null;
    viewersByLoop.forEach((loop, viewers) -> post(loop, viewers, sending.retainedSlice()));
    sending.release();
  }

  private void post(EventExecutor loop, List<Channel> viewers, ByteBuf sending) {
    if (loop.inEventLoop()) {
      send(viewers, sending);
    } else {
      loop.execute(() -> send(viewers, sending));
    }
  }

  private void send(List<Channel> viewers, ByteBuf sending) {
    ByteBuffer memory = sending.nioBuffer();
    for (int i = 0; i < viewers.size(); i++) {
      Channel viewer = viewers.get(i);
      if (viewer.isWritable()) { // who cannot keep up loses whole tags
        path.send(viewer, sending, memory);
      }
    }
    sending.release();
  }

  private List<Channel> viewers(Channel viewer) {
    List<Channel> viewers = viewersByLoop.get(viewer.eventLoop());
    if (viewers == null) {
      throw new IllegalStateException("a viewer on a strange loop");
    }
    return viewers;
  }
}
