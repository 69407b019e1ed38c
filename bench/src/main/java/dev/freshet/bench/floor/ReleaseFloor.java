package dev.freshet.bench.floor;

import dev.freshet.bench.stream.Mark;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The floor of a playlist's release: whoever sends anything waits, and at every tick all that wait
/// get the same bytes, which say when the tick was. No HTTP is read and no playlist is made.
///
/// Arguments: the tick in ms, and how many bytes a body has. Owned by its process.
public final class ReleaseFloor extends ChannelInboundHandlerAdapter {
  private final List<Channel> waiting = new ArrayList<>(); // owned by the one loop
  private final int bodyBytes;

  private ReleaseFloor(int bodyBytes) {
    this.bodyBytes = bodyBytes;
  }

  public static void main(String[] args) throws InterruptedException {
    ReleaseFloor floor = new ReleaseFloor(Integer.parseInt(args[1]));
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    long tickMs = Long.parseLong(args[0]);
    group.next().scheduleAtFixedRate(floor::release, tickMs, tickMs, TimeUnit.MILLISECONDS);
    Channel listening = floor.listen(group);
    int port = ((InetSocketAddress) listening.localAddress()).getPort();
    System.out.println("http http://127.0.0.1:" + port);
    System.out.println("ready");
    listening.closeFuture().sync();
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    waiting.add(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // the load has gone
  }

  private Channel listen(EventLoopGroup group) throws InterruptedException {
    return new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4_096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(ReleaseFloor.this);
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  private void release() {
    ByteBuf answer = Unpooled.directBuffer().writeBytes(answer(System.nanoTime()));
    waiting.forEach(channel -> channel.writeAndFlush(answer.retainedDuplicate()));
    waiting.clear();
    answer.release();
  }

  private byte[] answer(long nowNs) {
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.apple.mpegurl\r\ncontent-length: "
            + bodyBytes
            + "\r\n\r\n";
    byte[] body = new byte[bodyBytes];
    Mark.write(body, 0, 0, nowNs);
    ByteBuf answer = Unpooled.buffer();
    answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII)).writeBytes(body);
    byte[] bytes = new byte[answer.readableBytes()];
    answer.readBytes(bytes);
    return bytes;
  }
}
