package dev.freshet.bench.floor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Bare Netty: what one publisher sends goes to all viewers by a [SendPath], the same bytes for
/// all, at once or every so many ms. A program: `WINDOW_MS LOOPS PATH [CERTIFICATE KEY]`. Owned by
/// whoever started it.
public final class NettyFloor implements AutoCloseable {
  private static final int MAX_UNSENT_BYTES = 8 << 20;

  private final MultiThreadIoEventLoopGroup group;
  private final Channel listener;

  private NettyFloor(int windowMs, int loops, SendPath path, @Nullable SslContext tls)
      throws InterruptedException {
    group = new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory());
    listener = listen(group, new FloorFanout(group, windowMs, path), tls);
  }

  public static void main(String[] args) throws Exception {
    int windowMs = Integer.parseInt(args[0]);
    int loops = Integer.parseInt(args[1]);
    SendPath path = SendPath.valueOf(args[2]);
    NettyFloor floor =
        args.length > 3
            ? startTls(windowMs, loops, Path.of(args[3]), Path.of(args[4]))
            : start(windowMs, loops, path);
    System.out.println("http 127.0.0.1:" + floor.port());
    System.out.println("ready");
    floor.listener.closeFuture().sync();
  }

  /// Starts one on 127.0.0.1.
  ///
  /// @param windowMs least time between two sends; 0 sends at once
  public static NettyFloor start(int windowMs, int loops, SendPath path)
      throws InterruptedException {
    return new NettyFloor(windowMs, loops, path, null);
  }

  /// Starts one whose viewers come over TLS.
  ///
  /// @param certificate chain in PEM
  /// @param key in PEM
  public static NettyFloor startTls(int windowMs, int loops, Path certificate, Path key)
      throws InterruptedException, SSLException {
    return new NettyFloor(windowMs, loops, SendPath.PIPELINE, tls(certificate, key));
  }

  /// Where it listens.
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static Channel listen(
      MultiThreadIoEventLoopGroup group, FloorFanout fanout, @Nullable SslContext tls)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4_096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(MAX_UNSENT_BYTES / 2, MAX_UNSENT_BYTES))
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new FloorHandler(fanout, tls));
              }
            })
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  private static SslContext tls(Path certificate, Path key) throws SSLException {
    return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
        .sslProvider(SslProvider.OPENSSL)
        .build();
  }
}
