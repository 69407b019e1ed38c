package dev.freshet.node.net;

import dev.freshet.contract.node.NodeLimits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How many connections are open, all in all and of each client address. Thread-safe; one for a
/// node, shared by its ports. An IPv6 client counts by its /64 network, since it can have as many
/// addresses in there as it likes.
public final class ConnectionLimiter {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Supplier<NodeLimits> limits;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<ByteBuffer, Integer> openByClient = new ConcurrentHashMap<>();

  /// @param limits asked for each connection, so that a reload applies to the next one
  public ConnectionLimiter(Supplier<NodeLimits> limits) {
    this.limits = limits;
  }

  /// Lets a connection of `client` in, or says which limit forbids it, and counts that. What was
  /// let in must [#leave].
  ///
  /// @return the limit's key, or null if it is in
  public @Nullable String enter(InetAddress client) {
    NodeLimits now = limits.get();
    String hit = null;
    if (open.incrementAndGet() > now.maxConnections()) {
      hit = "maxConnections";
    } else if (!countUp(keyOf(client), now.maxConnectionsPerAddress())) {
      hit = "maxConnectionsPerAddress";
    }
    if (hit != null) {
      open.decrementAndGet();
    }
    return hit;
  }

  private boolean countUp(ByteBuffer key, int most) {
    boolean[] in = new boolean[1];
    openByClient.compute(
        key,
        (_, before) -> {
          int count = before == null ? 0 : before;
          in[0] = count < most;
          return in[0] ? Integer.valueOf(count + 1) : before;
        });
    return in[0];
  }

  /// A connection of `client` that was let in is gone.
  public void leave(InetAddress client) {
    open.decrementAndGet();
    openByClient.computeIfPresent(keyOf(client), (_, count) -> count == 1 ? null : count - 1);
  }

  /// Connections that are open now.
  public int open() {
    return open.get();
  }

  /// Client addresses that have connections now.
  public int clients() {
    return openByClient.size();
  }

  private static ByteBuffer keyOf(InetAddress client) {
    byte[] bytes = client.getAddress();
    boolean network = client instanceof Inet6Address;
    return ByteBuffer.wrap(network ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
