package dev.freshet.app.cluster;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Where others reach this node's ports: as was configured, else where it listens; and where that
/// is every address, at the machine's.
final class AdvertisedAddresses {
  private AdvertisedAddresses() {}

  /// @param bound what each port got, by its name below `listen:`
  static Map<String, HostPort> of(
      Map<MediaPort, HostPort> configured, Map<String, InetSocketAddress> bound) {
    Map<String, HostPort> addresses = new TreeMap<>();
    for (MediaPort port : MediaPort.values()) {
      InetSocketAddress at = bound.get(port.key());
      HostPort told = configured.get(port);
      if (at != null) {
        addresses.put(port.key(), told == null ? address(at) : told);
      }
    }
    return addresses;
  }

  private static HostPort address(InetSocketAddress bound) {
    InetAddress host = bound.getAddress();
    InetAddress reachable = host.isAnyLocalAddress() ? machine() : host;
    return new HostPort(text(reachable), bound.getPort());
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /// An address by which other machines reach this one, if it has any; the loopback address if not.
  private static InetAddress machine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
          .orElseGet(InetAddress::getLoopbackAddress);
    } catch (SocketException unknown) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
