package dev.freshet.node.net;

import dev.freshet.contract.node.CidrBlock;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The proxies whose word about a client's address is taken. A value.
///
/// @param blocks their addresses
public record TrustedProxies(List<CidrBlock> blocks) {
  /// Nobody's word is taken.
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  public TrustedProxies {
    blocks = List.copyOf(blocks);
  }

  /// Whether `address` is one of them.
  public boolean trusts(InetAddress address) {
    for (CidrBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// Who asks, if `peer` sent this `X-Forwarded-For`: the last address in it that is not a trusted
  /// proxy's own, as each proxy appends whom it heard from. What a client wrote itself stands
  /// further left and is never reached.
  ///
  /// @param peer who is at the other end of the connection
  /// @return `peer` itself if it is not trusted or said nothing that can be read
  public InetSocketAddress clientOf(InetSocketAddress peer, @Nullable String forwardedFor) {
    if (forwardedFor == null || !trusts(peer.getAddress())) {
      return peer;
    }
    InetSocketAddress nearest = peer;
    String[] hops = forwardedFor.split(",", -1);
    for (int i = hops.length - 1; i >= 0 && trusts(nearest.getAddress()); i--) {
      InetSocketAddress hop = parse(hops[i].strip());
      if (hop == null) {
        return nearest;
      }
      nearest = hop;
    }
    return nearest;
  }

  /// Reads `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`; never looks a name
  /// up.
  static @Nullable InetSocketAddress parse(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? null : parse(text.substring(1, end), text.substring(end + 1));
    }
    int colon = text.indexOf(':');
    boolean hasPort = colon >= 0 && text.indexOf(':', colon + 1) < 0; // more are IPv6
    return hasPort ? parse(text.substring(0, colon), text.substring(colon)) : parse(text, "");
  }

  /// @param port with its colon, or empty
  private static @Nullable InetSocketAddress parse(String host, String port) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    int number = port.isEmpty() ? 0 : port(port.substring(1));
    return bytes == null || number < 0 ? null : new InetSocketAddress(address(bytes), number);
  }

  private static int port(String text) {
    return text.matches("\\d{1,4}|[1-5]\\d{4}") ? Integer.parseInt(text) : -1;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible); // 4 or 16 bytes by construction
    }
  }
}
