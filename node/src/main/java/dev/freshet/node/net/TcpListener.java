package dev.freshet.node.net;

import dev.freshet.contract.node.HostPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A TCP port whose connections are spread over the media loops. What a connection speaks is its
/// [Protocol]'s business.
public final class TcpListener implements Listener {
  /// Sets up the connections of one protocol.
  public interface Protocol {
    /// Adds the protocol's handlers to a new connection; on the connection's loop.
    void open(Channel channel, NettyLoop loop);

    /// The node is leaving: clients are told, in the protocol's own way. Called once, from any
    /// thread.
    void drain();
  }

  private final Door door;
  private final HostPort address;
  private final Loops loops;
  private final Protocol protocol;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable Channel server;

  /// @param door of this port
  public TcpListener(Door door, HostPort address, Loops loops, Protocol protocol) {
    this.door = door;
    this.address = address;
    this.loops = loops;
    this.protocol = protocol;
  }

  @Override
  public String name() {
    return door.port().key();
  }

  @Override
  public void start() throws IOException {
    server =
        Binding.bind(
            loops
                .serverBootstrap()
                .childHandler(
                    new ChannelInitializer<Channel>() {
                      @Override
                      protected void initChannel(Channel channel) {
                        connections.add(channel);
                        NettyLoop loop = loops.of(channel.eventLoop());
                        door.enter(channel, () -> protocol.open(channel, loop));
                      }
                    }),
            name(),
            address);
  }

  @Override
  public InetSocketAddress boundAddress() {
    Channel bound = server;
    if (bound == null) {
      throw new IllegalStateException("listen." + name() + " is not started");
    }
    return (InetSocketAddress) bound.localAddress();
  }

  /// Connections that are open now.
  public int connections() {
    return connections.size();
  }

  @Override
  public CompletionStage<Void> drain() {
    if (server != null) {
      server.close();
    }
    protocol.drain();
    CompletableFuture<Void> done = new CompletableFuture<>();
    connections.newCloseFuture().addListener(closed -> done.complete(null));
    return done;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close().awaitUninterruptibly();
    }
    connections.close().awaitUninterruptibly(2_000);
  }
}
