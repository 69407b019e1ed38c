package dev.freshet.node.net;

import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.node.metrics.NodeCounters;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every accepted connection of a port passes before its protocol begins: it learns the
/// client's real address, from the PROXY header if a trusted proxy must send one, and is counted
/// against the limits. Owned by the port's listener; called on the connections' loops.
public final class Door {
  private static final AttributeKey<Visitor> VISITOR = AttributeKey.valueOf(Door.class, "visitor");

  private record Visitor(InetSocketAddress client, TrustedProxies proxies) {}

  /// What all doors of a node share.
  ///
  /// @param proxies whose word about a client's address is taken
  /// @param limiter open connections
  /// @param limits asked for each connection
  /// @param counters connections, bytes
  /// @param faults broken PROXY headers, limits that were hit
  public record House(
      TrustedProxies proxies,
      ConnectionLimiter limiter,
      Supplier<NodeLimits> limits,
      NodeCounters counters,
      PeerFaults faults) {}

  private final House house;
  private final MediaPort port;
  private final boolean proxyProtocol;
  private final ReceivedBytes received;

  /// @param proxyProtocol whether trusted proxies begin with a PROXY header on this port
  public Door(House house, MediaPort port, boolean proxyProtocol) {
    this.house = house;
    this.port = port;
    this.proxyProtocol = proxyProtocol;
    this.received = new ReceivedBytes(house.counters().port(port).receivedBytes);
  }

  /// Who is at the other end of `channel`, or beyond the proxy that is; null if it is gone already.
  public static @Nullable InetSocketAddress clientOf(Channel channel) {
    Visitor visitor = visitorOf(channel);
    if (visitor != null) {
      return visitor.client;
    }
    return channel.remoteAddress() instanceof InetSocketAddress peer ? peer : null;
  }

  /// Who asks over `channel` with these `X-Forwarded-For` headers, which count only from a trusted
  /// proxy.
  public static @Nullable InetSocketAddress clientOf(Channel channel, List<String> forwardedFor) {
    Visitor visitor = visitorOf(channel);
    return visitor == null || forwardedFor.isEmpty()
        ? clientOf(channel)
        : visitor.proxies.clientOf(visitor.client, String.join(",", forwardedFor));
  }

  /// A stream of HTTP/2 is a channel of its own, inside the connection that was let in.
  private static @Nullable Visitor visitorOf(Channel channel) {
    Channel connection = channel instanceof Http2StreamChannel ? channel.parent() : channel;
    return connection.attr(VISITOR).get();
  }

  House house() {
    return house;
  }

  MediaPort port() {
    return port;
  }

  /// Lets `channel` in, at once or when its PROXY header has come, or closes it.
  ///
  /// @param then adds the protocol's handlers, which see `channelActive` after it in both cases
  public void enter(Channel channel, Runnable then) {
    channel.pipeline().addLast(received);
    if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
      channel.close(); // gone before it was looked at
    } else if (proxyProtocol && house.proxies().trusts(peer.getAddress())) {
      ProxyHeader.expect(channel, peer, this, then);
    } else {
      admit(channel, peer, then);
    }
  }

  void admit(Channel channel, InetSocketAddress client, Runnable then) {
    channel.attr(VISITOR).set(new Visitor(client, house.proxies()));
    boolean proxy = house.proxies().trusts(client.getAddress()); // the clients behind it are many
    String hit = proxy ? null : house.limiter().enter(client.getAddress());
    if (hit != null) {
      house.faults().limitHit(port.key(), hit, RemoteAddress.of(channel));
      channel.close();
    } else {
      count(channel, proxy ? null : client.getAddress());
      then.run();
    }
  }

  private void count(Channel channel, @Nullable InetAddress limited) {
    NodeCounters.PortCounters counters = house.counters().port(port);
    counters.accepted.increment();
    channel
        .closeFuture()
        .addListener(_ -> {
          counters.closed.increment();
          if (limited != null) {
            house.limiter().leave(limited);
          }
        });
  }
}
