package dev.freshet.cluster.store.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A way to etcd that can be cut. Thread-safe.
final class Gate implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int toPort;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean open = true;

  Gate(int toPort) throws IOException {
    this.toPort = toPort;
    Thread.ofVirtual().start(this::acceptAll);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  void cut() {
    open = false;
    sockets.forEach(Gate::closeQuietly);
    sockets.clear();
  }

  void open() {
    open = true;
  }

  private void acceptAll() {
    try {
      while (true) {
        join(server.accept());
      }
    } catch (IOException e) {
      cut(); // closed
    }
  }

  private void join(Socket client) {
    try {
      if (!open) {
        closeQuietly(client);
        return;
      }
      Socket etcd = new Socket(InetAddress.getLoopbackAddress(), toPort);
      sockets.add(client);
      sockets.add(etcd);
      Thread.ofVirtual().start(() -> pump(client, etcd));
      Thread.ofVirtual().start(() -> pump(etcd, client));
    } catch (IOException e) {
      closeQuietly(client);
    }
  }

  private static void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // one of them has gone: so does the other
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
