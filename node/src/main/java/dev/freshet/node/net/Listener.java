package dev.freshet.node.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/// A port that is open to clients. Owned by the program's `Server`, which starts it, drains it and
/// closes it, in this order and from one thread.
public interface Listener extends AutoCloseable {
  /// The key below `listen:` that configured it, such as `rtmp`.
  String name();

  /// Binds the port and begins to accept.
  ///
  /// @throws IOException if the port cannot be had; the message names the address and the reason
  void start() throws IOException;

  /// Where it listens; with the port that the system picked if 0 was asked for. Only after
  /// [#start].
  InetSocketAddress boundAddress();

  /// Accepts nobody any more and tells the clients that it has, in the way of its protocol.
  ///
  /// @return done when the last client is gone; the caller bounds the wait
  CompletionStage<Void> drain();

  /// Closes the port and every connection that is left. May be called at any time and again.
  @Override
  void close();
}
