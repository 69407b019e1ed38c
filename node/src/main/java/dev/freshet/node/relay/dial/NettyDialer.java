package dev.freshet.node.relay.dial;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.net.Loops;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Connects by TCP. Thread-safe.
public final class NettyDialer implements Dialer {
  private final Loops loops;
  private final Executor resolver;
  private final int timeoutMs;

  /// @param resolver asks for addresses of names, which takes as long as it takes
  /// @param timeoutMs how long a connection may take
  public NettyDialer(Loops loops, Executor resolver, int timeoutMs) {
    this.loops = loops;
    this.resolver = resolver;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public void dial(HostPort address, Loop loop, ChannelHandler handler, Consumer<String> failed) {
    resolver.execute(() -> {
      try {
        InetAddress host = InetAddress.getByName(address.host());
        InetSocketAddress target = new InetSocketAddress(host, address.port());
        loop.post(() -> connect(target, loop, handler, failed));
      } catch (UnknownHostException unknown) {
        loop.post(() -> failed.accept("no address of " + address.host() + " is known"));
      }
    });
  }

  private void connect(
      InetSocketAddress target, Loop loop, ChannelHandler handler, Consumer<String> failed) {
    ChannelFuture connected =
        loops
            .clientBootstrap(loops.get(loop.index()))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
            .handler(handler)
            .connect(target);
    connected.addListener(done -> {
      if (!done.isSuccess()) {
        failed.accept(String.valueOf(done.cause().getMessage()));
      }
    });
  }
}
