package dev.freshet.node.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// How a client's address is written: `192.0.2.1:5000`, `[2001:db8::1]:5000`.
public final class RemoteAddress {
  private RemoteAddress() {}

  /// The address at the other end of a connection.
  public static String of(Channel channel) {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress inet ? of(inet) : String.valueOf(address);
  }

  private static String of(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
