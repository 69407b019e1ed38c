package dev.freshet.cluster.routing;

import dev.freshet.contract.node.HostPort;
import java.util.function.Consumer;

/// Measures a link once. Given by whoever has sockets.
public interface Pinger {
  /// Asks the peer of `link` at `address`, on a connection that is kept open between pings and
  /// carries nothing else.
  ///
  /// @param timeoutMs how long it may take; no answer by then is [PingAnswer.Silent]
  /// @param answer called once, later, on the router's loop
  void ping(LinkKey link, HostPort address, long timeoutMs, Consumer<PingAnswer> answer);
}
