package dev.freshet.node.playback;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.contract.time.Clock;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.TcpReset;
import dev.freshet.node.net.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelOutputTest {
  private static final int BYTES = 16 << 20; // more than the kernel keeps for one connection

  @Test
  void sendsWithoutThePipelineWhatTheKernelTakesAndTheRestBehindIt() throws Exception {
    assumeTrue(Transport.EPOLL.available(), "epoll is Linux's");
    byte[] expected = new byte[BYTES];
    new Random(1).nextBytes(expected);
    ByteBuffer memory = ByteBuffer.allocateDirect(BYTES).put(0, expected);
    try (Loops loops = Loops.start("test", Transport.EPOLL, 1, Clock.system());
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NettyLoop loop = loops.get(0);
      Channel channel = connect(loops, loop, listening);
      try (Socket client = listening.accept()) {
        int sent = on(loop, () -> sendAll(channel, memory));
        assertThat(sent).isPositive().isLessThan(BYTES);
        assertThat(read(client)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aClientThatTakesNothingIsResetSoThatTheKernelKeepsNothing() throws Exception {
    try (Loops loops = Loops.start("test", Transport.best(), 1, Clock.system());
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NettyLoop loop = loops.get(0);
      Channel channel = connect(loops, loop, listening);
      try (Socket client = listening.accept()) {
        on(loop, () -> sendAll(channel, ByteBuffer.allocateDirect(BYTES)));
        loop.post(() -> TcpReset.close(channel.pipeline().firstContext()));
        assertThatThrownBy(() -> read(client)).hasMessageContaining("reset");
      }
    }
  }

  @Test
  void neverWritesToADescriptorThatIsAnothersByNow(@TempDir Path folder) throws Exception {
    assumeTrue(Transport.EPOLL.available(), "epoll is Linux's");
    Path other = folder.resolve("other");
    try (Loops loops = Loops.start("test", Transport.EPOLL, 1, Clock.system());
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NettyLoop loop = loops.get(0);
      Channel channel = connect(loops, loop, listening);
      int sent = on(loop, () -> sendAfterClose(channel, other));
      assertThat(sent).isZero();
      assertThat(other).isEmptyFile();
    }
  }

  /// The file gets the number that the socket had: the kernel gives the lowest one that is free.
  private static int sendAfterClose(Channel channel, Path other) throws IOException {
    ChannelOutput output = output(channel);
    channel.close();
    try (FileChannel _ = FileChannel.open(other, CREATE, WRITE)) {
      return output.send(ByteBuffer.allocateDirect(10), 0, 10);
    }
  }

  @Test
  void hasNoShortWayWhereThereIsNoSocket() {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    ChannelOutput output = output(channel);
    assertThat(output.send(ByteBuffer.allocateDirect(10), 0, 10)).isZero();
    channel.finishAndReleaseAll();
  }

  /// Sends as a viewer does: at once, the rest by the pipeline, and again while that waits.
  private static int sendAll(Channel channel, ByteBuffer memory) {
    ChannelOutput output = output(channel);
    int half = BYTES / 2;
    int sent = output.send(memory, 0, half);
    output.write(Unpooled.wrappedBuffer(memory.slice(sent, half - sent)));
    output.flush();
    assertThat(output.send(memory, half, half)).isZero(); // it would overtake what waits
    output.write(Unpooled.wrappedBuffer(memory.slice(half, half)));
    output.flush();
    return sent;
  }

  private static ChannelOutput output(Channel channel) {
    return new ChannelOutput(channel.pipeline().firstContext(), reason -> {});
  }

  private static Channel connect(Loops loops, NettyLoop loop, ServerSocket listening)
      throws Exception {
    return loops
        .clientBootstrap(loop)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()))
        .sync()
        .channel();
  }

  private static byte[] read(Socket client) throws Exception {
    try (InputStream in = client.getInputStream()) {
      return in.readNBytes(BYTES);
    }
  }

  private static <T> T on(NettyLoop loop, Callable<T> task) throws Exception {
    return loop.eventLoop().submit(task).get();
  }
}
