package dev.freshet.node.playback.segments;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/// What of a client's address a session may be bound to: without the port, which each connection
/// changes, and of IPv6 the /64 network, in which a client has as many addresses as it likes.
/// Stateless.
final class ClientNetwork {
  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /// Of an address as `RemoteAddress` writes it; of another text, the text.
  static String of(String remoteAddress) {
    int colon = remoteAddress.lastIndexOf(':');
    String host = colon < 0 ? remoteAddress : remoteAddress.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(
            bracketed ? host.substring(1, host.length() - 1) : host);
    if (address == null) {
      return host;
    }
    int bytes = address.length == 4 ? 4 : IPV6_NETWORK_BYTES;
    return HexFormat.of().formatHex(address, 0, bytes);
  }
}
