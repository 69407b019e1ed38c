package dev.freshet.bench.load;

import dev.freshet.bench.wire.FrameListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One HTTP-FLV viewer on a thread of its own, which notes each frame that arrives. Owned by
/// whoever opened it; may be asked from any thread.
public final class WatchedSocket implements FrameListener, AutoCloseable {
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int BUFFER_BYTES = 64 * 1024;

  /// A frame that arrived.
  ///
  /// @param atNs when its last byte was read
  /// @param sequence which one of the publisher's it is
  /// @param sentNs when the publisher sent it
  public record Arrival(long atNs, long sequence, long sentNs, boolean keyframe) {}

  private final Socket socket = new Socket();
  private final HttpConversation conversation;
  private final List<Arrival> arrivals = new ArrayList<>(); // guarded by itself
  private final Thread thread;
  private volatile @Nullable String ended;

  private WatchedSocket(int port, String path) throws IOException {
    conversation = HttpConversation.get("127.0.0.1:" + port, path, this);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
    socket.getOutputStream().write(conversation.opening());
    thread = Thread.ofPlatform().name("watches-" + port).daemon().start(this::read);
  }

  /// Begins to watch.
  ///
  /// @param path of the stream, with `.flv`
  public static WatchedSocket open(int port, String path) throws IOException {
    return new WatchedSocket(port, path);
  }

  /// All frames that arrived at `fromNs` or later, in the order of their arrival, with the last one
  /// before them.
  public List<Arrival> arrivalsSince(long fromNs) {
    synchronized (arrivals) {
      int first = arrivals.size();
      while (first > 0 && arrivals.get(first - 1).atNs() >= fromNs) {
        first--;
      }
      return List.copyOf(arrivals.subList(Math.max(0, first - 1), arrivals.size()));
    }
  }

  /// How many frames arrived.
  public int frames() {
    synchronized (arrivals) {
      return arrivals.size();
    }
  }

  /// Why the connection is over; null while it is not.
  public @Nullable String ended() {
    return ended;
  }

  @Override
  public void frame(boolean keyframe, int timestampMs, long sequence, long sentNs, long nowNs) {
    synchronized (arrivals) {
      arrivals.add(new Arrival(nowNs, sequence, sentNs, keyframe));
    }
  }

  private void read() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = socket.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        conversation.hear(buffer, 0, count, System.nanoTime());
        if (conversation.refusal() != null) {
          throw new IOException(conversation.refusal());
        }
      }
      ended = "closed by the server";
    } catch (IOException | RuntimeException e) {
      ended = String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
