package dev.freshet.node.relay;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.pull.Dialer;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A network without sockets, on simulated loops: nodes by their addresses, and the connections
/// between them, which a test cuts and freezes. Owned by the test.
final class RelayNet implements Dialer {
  /// One connection.
  static final class Link {
    final HostPort to;
    private final EmbeddedChannel caller;
    private final EmbeddedChannel listener;
    private final int callerLoop;
    private final int listenerLoop;
    private boolean up;
    boolean frozen;

    Link(
        HostPort to,
        EmbeddedChannel caller,
        int callerLoop,
        EmbeddedChannel listener,
        int listenerLoop) {
      this.to = to;
      this.caller = caller;
      this.callerLoop = callerLoop;
      this.listener = listener;
      this.listenerLoop = listenerLoop;
    }
  }

  final SimulatedLoops loops;
  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  private final Map<HostPort, RelayedNode> nodes = new LinkedHashMap<>();
  private final List<Link> links = new ArrayList<>();
  private int dialed;

  RelayNet(SimulatedLoops loops) {
    this.loops = loops;
  }

  /// `node` is at `address` from now on.
  void listen(HostPort address, RelayedNode node) {
    nodes.put(address, node);
  }

  /// Nobody is at `address` any more, and whoever was connected to it is no longer.
  void close(HostPort address) {
    nodes.remove(address);
    cut(address);
  }

  /// Cuts all connections to `address`.
  void cut(HostPort address) {
    for (Link link : List.copyOf(links)) {
      if (link.to.equals(address)) {
        close(link);
      }
    }
    settle();
  }

  /// From now on nothing passes over the connections to `address`, and nobody is told.
  void freeze(HostPort address) {
    links.stream().filter(link -> link.to.equals(address)).forEach(link -> link.frozen = true);
  }

  /// Connections that are open.
  List<Link> links() {
    return links;
  }

  /// Connections that were asked for.
  int dialed() {
    return dialed;
  }

  @Override
  public void dial(HostPort address, Loop loop, ChannelHandler handler, Consumer<String> failed) {
    dialed++;
    RelayedNode node = nodes.get(address);
    if (node == null) {
      loop.post(() -> failed.accept("connection refused"));
      return;
    }
    int listenerLoop = dialed % loops.size();
    EmbeddedChannel listener = channel();
    loops.runOn(listenerLoop, () -> node.protocol.connect(listener, loops.loop(listenerLoop)));
    EmbeddedChannel caller = channel(handler);
    Link link = new Link(address, caller, loop.index(), listener, listenerLoop);
    links.add(link);
    loop.post(() -> {
      register(caller);
      link.up = true;
    });
  }

  /// A stranger's connection to `node`.
  EmbeddedChannel connect(RelayedNode node) {
    EmbeddedChannel channel = channel();
    loops.runOn(0, () -> node.protocol.connect(channel, loops.loop(0)));
    return channel;
  }

  private EmbeddedChannel channel() {
    EmbeddedChannel channel = channel(new ChannelHandler[0]);
    register(channel);
    return channel;
  }

  private EmbeddedChannel channel(ChannelHandler... handlers) {
    EmbeddedChannel channel = new EmbeddedChannel(false, false, handlers);
    channel.config().setAllocator(allocator);
    return channel;
  }

  private static void register(EmbeddedChannel channel) {
    try {
      channel.register();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Runs everything that is due, and carries what is said.
  void settle() {
    do {
      loops.runUntilIdle();
    } while (carry());
  }

  /// Lets time pass.
  void passMs(int ms) {
    settle();
    for (int i = 0; i < ms; i++) {
      loops.advanceMs(1);
      settle();
    }
  }

  private boolean carry() {
    boolean carried = false;
    for (Link link : List.copyOf(links)) {
      if (!link.frozen) {
        carried |= carry(link.caller, link.listener, link.listenerLoop);
        carried |= carry(link.listener, link.caller, link.callerLoop);
        if (link.up && !(link.caller.isOpen() && link.listener.isOpen())) {
          close(link);
          carried = true;
        }
      }
    }
    return carried;
  }

  private boolean carry(EmbeddedChannel from, EmbeddedChannel to, int loop) {
    boolean carried = false;
    from.runPendingTasks();
    while (to.isOpen() && to.isRegistered() && to.config().isAutoRead()) {
      ByteBuf bytes = from.readOutbound();
      if (bytes == null) {
        break;
      }
      loops.runOn(loop, () -> to.writeInbound(bytes));
      carried = true;
    }
    return carried;
  }

  private void close(Link link) {
    links.remove(link);
    loops.runOn(link.callerLoop, () -> finish(link.caller));
    loops.runOn(link.listenerLoop, () -> finish(link.listener));
  }

  static void finish(EmbeddedChannel channel) {
    channel.finishAndReleaseAll();
  }
}
