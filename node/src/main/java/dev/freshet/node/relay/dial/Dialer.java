package dev.freshet.node.relay.dial;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import io.netty.channel.ChannelHandler;
import java.util.function.Consumer;

/// Connects to other nodes. Thread-safe.
public interface Dialer {
  /// Connects to `address`.
  ///
  /// @param loop where the connection lives
  /// @param handler of the connection; sees `channelActive` once it is there
  /// @param failed is called on `loop` with the reason if there will be none
  void dial(HostPort address, Loop loop, ChannelHandler handler, Consumer<String> failed);
}
