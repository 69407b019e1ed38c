package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.contract.node.HostPort;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the lines between two nodes in what they say of themselves: `relay` is a node's address on
/// the Internet, `relay@NAME` the one in the private network NAME. Stateless; any thread.
final class LinkAddresses {
  private static final String PUBLIC_NAME = "relay";
  private static final String PRIVATE_PREFIX = "relay@";

  private LinkAddresses() {}

  /// Where `from` reaches `to`, by class.
  static Map<LinkClass, HostPort> between(NodeRecord from, NodeRecord to) {
    Map<LinkClass, HostPort> found = new EnumMap<>(LinkClass.class);
    HostPort open = to.addresses().get(PUBLIC_NAME);
    if (open != null) {
      found.put(LinkClass.PUBLIC, open);
    }
    String line = line(from, to);
    HostPort own = line == null ? null : to.addresses().get(line);
    if (own != null) {
      found.put(LinkClass.PRIVATE, own);
    }
    return found;
  }

  /// The private network that both are in, the first by name, or null.
  static @Nullable String line(NodeRecord one, NodeRecord other) {
    String first = null;
    for (String name : other.addresses().keySet()) {
      boolean shared = name.startsWith(PRIVATE_PREFIX) && one.addresses().containsKey(name);
      first = shared && (first == null || name.compareTo(first) < 0) ? name : first;
    }
    return first;
  }

  /// Whether both stand on the same machine, as far as their addresses say.
  static boolean shareHost(NodeRecord one, NodeRecord other) {
    for (HostPort mine : one.addresses().values()) {
      for (HostPort theirs : other.addresses().values()) {
        if (mine.host().equals(theirs.host())) {
          return true;
        }
      }
    }
    return false;
  }
}
