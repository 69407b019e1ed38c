package dev.freshet.bench.floor;

import dev.freshet.bench.linux.Epoll;
import dev.freshet.bench.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The least that can be done: one thread that reads what the publisher sent and calls `send` for
/// one viewer after the other. A program: `WINDOW_MS`. Owned by the thread that runs it.
public final class SendSweep implements Runnable, AutoCloseable {
  private static final ValueLayout.OfInt BIG_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int MAX_EVENTS = 256;
  private static final int INPUT_BYTES = 1 << 20;
  private static final int BATCH_BYTES = 4 << 20;
  private static final int IDLE_WAIT_MS = 100;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment input = arena.allocate(INPUT_BYTES, 64);
  private final MemorySegment said = arena.allocate(4_096); // by viewers
  private final MemorySegment batch = arena.allocate(BATCH_BYTES, 64);
  private final MemorySegment greeting =
      arena.allocateFrom(ValueLayout.JAVA_BYTE, FloorGreeting.toViewer());
  private final MemorySegment publisherGreeting =
      arena.allocateFrom(ValueLayout.JAVA_BYTE, FloorGreeting.toPublisher());
  private final Sockets sockets = new Sockets();
  private final Epoll epoll = new Epoll(MAX_EVENTS);
  private final List<SweepViewer> viewers = new ArrayList<>();
  private final long windowNs;
  private final int listening;
  private int publisher = -1;
  private int inputBytes;
  private int batchBytes;
  private long nextSendNs = System.nanoTime();

  private volatile boolean closed;

  /// Begins to listen on 127.0.0.1; [#run] serves.
  ///
  /// @param windowMs least time between two sends; 0 sends at once
  public SendSweep(int windowMs) throws IOException {
    windowNs = windowMs * 1_000_000L;
    listening = sockets.listen(0, 4_096);
    epoll.add(listening, Epoll.READABLE, listening);
  }

  public static void main(String[] args) throws IOException {
    SendSweep sweep = new SendSweep(Integer.parseInt(args[0]));
    System.out.println("http 127.0.0.1:" + sweep.port());
    System.out.println("ready");
    sweep.run();
  }

  /// Where it listens.
  public int port() {
    return sockets.localPort(listening);
  }

  /// Serves until it is closed.
  @Override
  public void run() {
    while (!closed) {
      turn();
    }
    viewers.forEach(viewer -> sockets.close(viewer.fd()));
    sockets.close(listening);
    epoll.close();
    sockets.close();
    arena.close();
  }

  /// Ends [#run] within [#IDLE_WAIT_MS]. Called from elsewhere.
  @Override
  public void close() {
    closed = true;
  }

  private void turn() {
    int ready = epoll.await(waitMs());
    for (int i = 0; i < ready; i++) {
      int fd = epoll.token(i);
      if (fd == listening) {
        accept();
      } else if (fd == publisher) {
        readTags();
      } else {
        greetOrDrain(fd, epoll.readiness(i));
      }
    }
    if (batchBytes > 0 && System.nanoTime() - nextSendNs >= 0) {
      sweep();
    }
  }

  private int waitMs() {
    if (batchBytes == 0) {
      return IDLE_WAIT_MS;
    }
    return (int) Math.max(0, (nextSendNs - System.nanoTime() + 999_999) / 1_000_000);
  }

  private void accept() {
    for (int fd = sockets.accept(listening); fd >= 0; fd = sockets.accept(listening)) {
      epoll.add(fd, Epoll.READABLE, fd);
    }
  }

  private void greetOrDrain(int fd, int readiness) {
    SweepViewer viewer = find(fd);
    if (viewer != null && (readiness & Epoll.WRITABLE) != 0) {
      viewer.flush();
      return;
    }
    long count = sockets.receive(fd, said);
    if (count <= 0 && count != -Sockets.EAGAIN) {
      leave(fd, viewer);
    } else if (viewer == null && count > 0) {
      greet(fd, said.get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  private void greet(int fd, byte first) {
    if (first == 'P') {
      publisher = fd;
      sockets.send(fd, publisherGreeting, publisherGreeting.byteSize());
    } else {
      sockets.send(fd, greeting, greeting.byteSize());
      viewers.add(new SweepViewer(fd, sockets, epoll));
    }
  }

  private void readTags() {
    long count = sockets.receive(publisher, input.asSlice(inputBytes));
    if (count <= 0) {
      if (count != -Sockets.EAGAIN) {
        sockets.close(publisher);
        publisher = -1;
      }
      return;
    }
    inputBytes += (int) count;
    int at = 0;
    while (inputBytes - at >= Integer.BYTES) {
      int tagBytes = input.get(BIG_ENDIAN_INT, at);
      if (inputBytes - at < Integer.BYTES + tagBytes) {
        break;
      }
      collect(at + Integer.BYTES, tagBytes);
      at += Integer.BYTES + tagBytes;
    }
    MemorySegment.copy(input, at, input, 0, inputBytes - at);
    inputBytes -= at;
  }

  private void collect(int at, int tagBytes) {
    if (batchBytes + tagBytes > BATCH_BYTES) {
      sweep();
    }
    MemorySegment.copy(input, at, batch, batchBytes, tagBytes);
    batchBytes += tagBytes;
  }

  private void sweep() {
    for (int i = viewers.size() - 1; i >= 0; i--) {
      if (!viewers.get(i).send(batch, batchBytes)) {
        viewers.remove(i);
      }
    }
    batchBytes = 0;
    nextSendNs = Math.max(nextSendNs + windowNs, System.nanoTime() - windowNs);
  }

  private @Nullable SweepViewer find(int fd) {
    for (int i = viewers.size() - 1; i >= 0; i--) {
      if (viewers.get(i).fd() == fd) {
        return viewers.get(i);
      }
    }
    return null;
  }

  private void leave(int fd, @Nullable SweepViewer viewer) {
    if (viewer != null) {
      viewers.remove(viewer);
    }
    sockets.close(fd);
  }
}
