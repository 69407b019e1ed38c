package dev.freshet.app.server;

import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.HostPort;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whom the ports of a configuration let in.
public final class Reachability {
  private static final Set<ListenPort> PUSH_PORTS = EnumSet.of(ListenPort.RTMP, ListenPort.RTMPS);

  private Reachability() {}

  /// What an operator should know about who can reach the node, a line each.
  public static List<String> warnings(FreshetConfig config) {
    List<String> warnings = new ArrayList<>();
    for (ListenPort port : PUSH_PORTS) {
      HostPort address = config.listen().get(port);
      if (address != null && !isLoopback(address)) {
        String key = "listen." + port.name().toLowerCase(Locale.ROOT);
        warnings.add(
            "service default: anyone who reaches %s (%s) may push and play; to close it, listen on"
                    .formatted(key, address)
                + " loopback (%s: \"127.0.0.1:%d\") or put a firewall before it"
                    .formatted(key, address.port()));
        return warnings;
      }
    }
    return warnings;
  }

  /// Whether only this machine reaches `address`. A name is taken for reachable: it is not looked
  /// up.
  static boolean isLoopback(HostPort address) {
    String host = address.host();
    return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
  }
}
