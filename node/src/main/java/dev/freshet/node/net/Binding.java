package dev.freshet.node.net;

import dev.freshet.contract.node.HostPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Opens ports as the configuration names them.
public final class Binding {
  private Binding() {}

  /// Binds `bootstrap` to `address`; every address of the machine means IPv6 and IPv4 by one
  /// socket, where the machine has both. Waits, so not to be called on a loop.
  ///
  /// @param name what the port is called in the configuration
  /// @throws IOException that names the port, the address and the reason
  public static Channel bind(ServerBootstrap bootstrap, String name, HostPort address)
      throws IOException {
    ChannelFuture bound = bootstrap.bind(resolve(address)).awaitUninterruptibly();
    if (!bound.isSuccess() && address.anyAddress()) {
      bound =
          bootstrap.bind(new InetSocketAddress("0.0.0.0", address.port())).awaitUninterruptibly();
    }
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw new IOException("listen." + name + ": " + address + ": " + reason(cause), cause);
    }
    return bound.channel();
  }

  private static String reason(Throwable cause) {
    return String.valueOf(cause.getMessage())
        .replaceFirst("^bind\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
  }

  private static InetSocketAddress resolve(HostPort address) throws IOException {
    InetAddress host =
        address.anyAddress()
            ? InetAddress.getByAddress(new byte[16])
            : InetAddress.getByName(address.host());
    return new InetSocketAddress(host, address.port());
  }
}
