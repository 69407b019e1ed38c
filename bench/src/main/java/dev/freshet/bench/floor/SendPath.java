package dev.freshet.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A way from shared bytes to a socket of Netty's. Stateless; called on the channel's loop.
public enum SendPath {
  /// `writeAndFlush`, through all handlers: what every program on Netty does.
  PIPELINE,
  /// The channel's `unsafe()`: past the handlers, with Netty's queue and its bookkeeping.
  UNSAFE,
  /// `write(2)` on the channel's descriptor, by Netty's public native method; what the socket does
  /// not take goes to the queue.
  WRITE,
  /// `send(2)` in the same way: past the kernel's layer for files as well.
  SEND;

  /// Sends `shared`, which stays the caller's.
  ///
  /// @param memory the same bytes
  void send(Channel viewer, ByteBuf shared, ByteBuffer memory) {
    switch (this) {
      case PIPELINE -> viewer.writeAndFlush(shared.retainedDuplicate(), viewer.voidPromise());
      case UNSAFE -> queue(viewer, shared.retainedDuplicate());
      case WRITE, SEND -> {
        int sent = sendAtOnce(viewer, memory);
        if (sent < memory.limit()) {
          queue(viewer, shared.retainedSlice(sent, memory.limit() - sent));
        }
      }
    }
  }

  private static void queue(Channel viewer, ByteBuf bytes) {
    viewer.unsafe().write(bytes, viewer.unsafe().voidPromise());
    viewer.unsafe().flush();
  }

  private int sendAtOnce(Channel viewer, ByteBuffer memory) {
    if (viewer.unsafe().outboundBuffer().totalPendingWriteBytes() > 0) {
      return 0; // nothing overtakes what waits
    }
    try {
      Socket socket = (Socket) ((EpollSocketChannel) viewer).fd();
      int bytes = memory.limit();
      return this == SEND ? socket.send(memory, 0, bytes) : socket.write(memory, 0, bytes);
    } catch (IOException gone) {
      return 0; // the queue finds out as well, and closes
    }
  }
}
