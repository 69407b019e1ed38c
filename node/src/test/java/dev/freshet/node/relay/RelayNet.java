package dev.freshet.node.relay;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.dial.Dialer;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A network without sockets, on simulated loops: nodes by their addresses, and the connections
/// between them, which a test cuts and freezes. Owned by the test.
final class RelayNet {
  /// One connection.
  static final class Link {
    final HostPort from;
    final HostPort to;
    private final EmbeddedChannel caller;
    private final EmbeddedChannel listener;
    private final int callerLoop;
    private final int listenerLoop;
    private boolean up;
    boolean frozen;

    Link(
        HostPort from,
        HostPort to,
        EmbeddedChannel caller,
        int callerLoop,
        EmbeddedChannel listener,
        int listenerLoop) {
      this.from = from;
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
  private final Set<HostPort> dead = new HashSet<>();
  private final Set<HostPort> stopped = new HashSet<>();
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

  /// The node at `address` is killed: all its connections break, and it makes no new ones.
  void kill(HostPort address) {
    dead.add(address);
    for (Link link : List.copyOf(links)) {
      if (link.to.equals(address) || link.from.equals(address)) {
        close(link);
      }
    }
    settle();
  }

  /// The node at `address` is stopped, or nothing reaches it any more and nothing comes from it:
  /// who connects to it is let in by its kernel, and hears nothing.
  void stop(HostPort address) {
    stopped.add(address);
    links.forEach(link -> link.frozen |= isStopped(link));
  }

  /// The node at `address` is there again.
  void restore(HostPort address) {
    dead.remove(address);
    stopped.remove(address);
    links.forEach(link -> link.frozen = isStopped(link));
    settle();
  }

  private boolean isStopped(Link link) {
    return stopped.contains(link.from) || stopped.contains(link.to);
  }

  /// Connections that are open.
  List<Link> links() {
    return links;
  }

  /// Connections that were asked for.
  int dialed() {
    return dialed;
  }

  /// How the node at `from` connects to others.
  Dialer dialerOf(HostPort from) {
    return (address, loop, handler, failed) -> dial(from, address, loop, handler, failed);
  }

  private void dial(
      HostPort from, HostPort address, Loop loop, ChannelHandler handler, Consumer<String> failed) {
    dialed++;
    RelayedNode node = nodes.get(address);
    if (node == null || dead.contains(address) || dead.contains(from)) {
      loop.post(() -> failed.accept("connection refused"));
      return;
    }
    int listenerLoop = dialed % loops.size();
    EmbeddedChannel listener = channel();
    loops.runOn(listenerLoop, () -> node.protocol.connect(listener, loops.loop(listenerLoop)));
    EmbeddedChannel caller = channel(handler);
    Link link = new Link(from, address, caller, loop.index(), listener, listenerLoop);
    link.frozen = isStopped(link);
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
        loops.runOn(link.callerLoop, link.caller::runPendingTasks);
        carried |= carry(link.caller, link.listener, link.listenerLoop);
        loops.runOn(link.listenerLoop, link.listener::runPendingTasks);
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
