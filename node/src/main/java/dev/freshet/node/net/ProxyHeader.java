package dev.freshet.node.net;

import dev.freshet.media.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Waits for the PROXY header (version 1 or 2) that a trusted proxy sends first, and makes way for
/// the protocol. One for each such connection; owned by its loop. A missing or broken header ends
/// the connection: the specification forbids guessing.
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private final InetSocketAddress peer;
  private final Door door;
  private final Runnable then;
  private @Nullable ScheduledFuture<?> timeout;

  private ProxyHeader(InetSocketAddress peer, Door door, Runnable then) {
    this.peer = peer;
    this.door = door;
    this.then = then;
  }

  /// Lets `channel` in as the client that its header names.
  static void expect(Channel channel, InetSocketAddress peer, Door door, Runnable then) {
    channel.pipeline().addLast(new HAProxyMessageDecoder(), new ProxyHeader(peer, door, then));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    int timeoutMs = door.house().limits().get().handshakeTimeoutMs();
    timeout = context.executor().schedule(() -> tooLate(context), timeoutMs, TimeUnit.MILLISECONDS);
  }

  private void tooLate(ChannelHandlerContext context) {
    String client = RemoteAddress.of(context.channel());
    door.house().faults().limitHit(door.port().key(), "handshakeTimeout", client);
    context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HAProxyMessage header) {
      InetSocketAddress client = clientOf(header);
      header.release();
      door.admit(context.channel(), client, then);
      context.fireChannelActive(); // the protocol's handlers were not there when it happened
      context.pipeline().remove(this);
    } else {
      context.fireChannelRead(message);
    }
  }

  /// The proxy speaks for itself in a LOCAL header, and for the unknown if it names no address.
  private InetSocketAddress clientOf(HAProxyMessage header) {
    String address = header.sourceAddress();
    boolean itself = header.command() == HAProxyCommand.LOCAL || address == null;
    InetSocketAddress client = itself ? null : TrustedProxies.parse(address);
    return client == null ? peer : new InetSocketAddress(client.getAddress(), header.sourcePort());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    ProtocolException fault =
        ProtocolException.malformed(
            "PROXY header: " + broken.getMessage() + " (expected: version 1 or 2)");
    String client = RemoteAddress.of(context.channel());
    door.house().faults().note(door.port().key(), fault, client);
    context.close();
  }
}
