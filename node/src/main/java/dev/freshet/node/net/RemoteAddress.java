package dev.freshet.node.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client's address is written: `192.0.2.1:5000`, `[2001:db8::1]:5000`.
public final class RemoteAddress {
  private RemoteAddress() {}

  /// The client of a connection, beyond a trusted proxy if there is one.
  public static String of(Channel channel) {
    return text(Door.clientOf(channel));
  }

  /// The client of a request with these `X-Forwarded-For` headers.
  public static String of(Channel channel, List<String> forwardedFor) {
    return text(Door.clientOf(channel, forwardedFor));
  }

  private static String text(@Nullable InetSocketAddress address) {
    return address == null ? "gone" : of(address);
  }

  private static String of(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
