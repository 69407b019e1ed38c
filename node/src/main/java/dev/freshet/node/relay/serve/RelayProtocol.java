package dev.freshet.node.relay.serve;

import dev.freshet.contract.time.Loop;
import dev.freshet.media.ProtocolException;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.RemoteAddress;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.Respondent;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/// What other nodes hear on the port between nodes. Thread-safe.
public final class RelayProtocol implements TcpListener.Protocol {
  /// Tells a connection that the node is leaving.
  record Drain() {}

  private final RelayNode node;
  private final Subscriptions subscriptions;
  private final Respondent respondent;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /// @param respondent answers pings and questions
  public RelayProtocol(RelayNode node, Subscriptions subscriptions, Respondent respondent) {
    this.node = node;
    this.subscriptions = subscriptions;
    this.respondent = respondent;
  }

  @Override
  public void open(Channel channel, NettyLoop loop) {
    connect(channel, loop);
  }

  /// A node, or somebody else, connects; on the connection's loop.
  public void connect(Channel channel, Loop loop) {
    int most = node.limits().maxConnections();
    channel
        .closeFuture()
        .addListener(_ -> {
          node.counters().connections.decrementAndGet();
        });
    if (node.counters().connections.incrementAndGet() > most) {
      node.faults()
          .note(
              RelayNode.PROTOCOL,
              ProtocolException.limit("cluster.maxConnections", most + " are open"),
              RemoteAddress.of(channel));
      channel.close();
    } else {
      open.add(channel);
      channel.pipeline().addLast(new IncomingConnection(node, subscriptions, respondent, loop));
    }
  }

  @Override
  public void drain() {
    subscriptions.drain();
    open.forEach(channel -> channel.pipeline().fireUserEventTriggered(new Drain()));
  }
}
