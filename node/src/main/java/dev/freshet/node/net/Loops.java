package dev.freshet.node.net;

import dev.freshet.contract.time.Clock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The event loops that carry a node's media. Owned by the program's `Server`, which closes them
/// last. Probes and control have loops of their own, so that a full media socket delays none.
public final class Loops implements AutoCloseable {
  private static final int BACKLOG_CONNECTIONS = 4_096;

  private final Transport transport;
  private final EventLoopGroup group;
  private final List<NettyLoop> loops;

  private Loops(Transport transport, EventLoopGroup group, Clock clock) {
    this.transport = transport;
    this.group = group;
    List<NettyLoop> loops = new ArrayList<>();
    for (EventExecutor executor : group) {
      loops.add(new NettyLoop(loops.size(), (SingleThreadEventLoop) executor, clock));
    }
    this.loops = List.copyOf(loops);
  }

  /// Starts `loopCount` loops named `name-0`, `name-1`, and so on.
  ///
  /// @param loopCount 0 for one a core
  public static Loops start(String name, Transport transport, int loopCount, Clock clock) {
    int count = loopCount > 0 ? loopCount : Runtime.getRuntime().availableProcessors();
    var threads = new DefaultThreadFactory(name, true, Thread.NORM_PRIORITY);
    return new Loops(
        transport, new MultiThreadIoEventLoopGroup(count, threads, transport.ioHandlers()), clock);
  }

  /// How the loops talk to the kernel.
  public Transport transport() {
    return transport;
  }

  /// The loops in the order of their indexes.
  public List<NettyLoop> all() {
    return loops;
  }

  /// The loop with this index.
  public NettyLoop get(int index) {
    return loops.get(index);
  }

  /// How many loops there are.
  public int size() {
    return loops.size();
  }

  /// The loop of a channel's event loop, which must be one of this group's.
  public NettyLoop of(EventLoop eventLoop) {
    for (NettyLoop loop : loops) { // a handful; called once a connection
      if (loop.eventLoop().equals(eventLoop)) {
        return loop;
      }
    }
    throw new IllegalArgumentException("not one of this node's media loops: " + eventLoop);
  }

  /// A server that accepts on one loop and spreads its connections over all of them. Nagle is off:
  /// what is worth merging is merged on purpose, before it is written.
  public ServerBootstrap serverBootstrap() {
    return new ServerBootstrap()
        .group(group)
        .channel(transport.serverChannel())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG_CONNECTIONS)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true);
  }

  /// A client whose connection lives on `loop`.
  public Bootstrap clientBootstrap(NettyLoop loop) {
    return new Bootstrap()
        .group(loop.eventLoop())
        .channel(transport.clientChannel())
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true);
  }

  /// Lets the loops finish what was posted, then ends them; waits up to 5 s.
  @Override
  public void close() {
    group.shutdownGracefully(0, 3, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
