package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopsTest {
  private final Loops loops = Loops.start("test", Transport.best(), 2, Clock.system());

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void indexesRunFromZeroWithoutGaps() {
    assertThat(loops.all()).extracting(NettyLoop::index).containsExactly(0, 1);
    assertThat(loops.of(loops.get(1).eventLoop())).isSameAs(loops.get(1));
  }

  @Test
  void runsTasksInTheOrderTheyWerePosted() throws Exception {
    Loop loop = loops.get(0);
    List<Integer> ran = new ArrayList<>();
    var done = new CompletableFuture<Boolean>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.post(() -> ran.add(number));
    }
    loop.post(() -> done.complete(loop.inLoop()));
    assertThat(done.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasSize(100).isSorted();
    assertThat(loop.inLoop()).isFalse();
  }

  @Test
  void forgetsACancelledTimer() throws Exception {
    Loop loop = loops.get(0);
    List<String> ran = new ArrayList<>();
    var done = new CompletableFuture<List<String>>();
    loop.post(() -> {
      Loop.Timer forgotten = loop.schedule(1, () -> ran.add("forgotten"));
      forgotten.cancel();
      loop.schedule(2, () -> done.complete(List.copyOf(ran)));
    });
    assertThat(done.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void refusesALoopThatIsNotItsOwn() {
    try (Loops others = Loops.start("others", Transport.NIO, 1, Clock.system())) {
      assertThatThrownBy(() -> loops.of(others.get(0).eventLoop()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Tasks that only post themselves keep Netty's loop from its sockets for a second: millions.
  @Test
  void longWorkInSlicesKeepsNobodyFromConnecting() throws Exception {
    var accepted = new CompletableFuture<Channel>();
    try (Loops one = Loops.start("one", Transport.best(), 1, Clock.system())) {
      SocketAddress server = listen(one, accepted).localAddress();
      var steps = new CompletableFuture<Integer>();
      Loop loop = one.get(0);
      loop.post(() -> {
        one.clientBootstrap(one.get(0)).handler(new ChannelInboundHandlerAdapter()).connect(server);
        countSlices(loop, 1, accepted, steps);
      });
      assertThat(steps.get(30, TimeUnit.SECONDS)).isLessThan(1_000);
    }
  }

  private static void countSlices(
      Loop loop, int step, CompletableFuture<Channel> accepted, CompletableFuture<Integer> steps) {
    if (accepted.isDone()) {
      steps.complete(step);
    } else {
      loop.postAfterSockets(() -> countSlices(loop, step + 1, accepted, steps));
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void acceptsAndConnectsOnEveryTransportThatTheMachineHas(Transport transport) throws Exception {
    if (!transport.available()) {
      assertThat(transport).isNotEqualTo(Transport.NIO);
      return;
    }
    var accepted = new CompletableFuture<Channel>();
    try (Loops loops = Loops.start("both", transport, 1, Clock.system())) {
      Channel server = listen(loops, accepted);
      Channel client =
          loops
              .clientBootstrap(loops.get(0))
              .handler(new ChannelInboundHandlerAdapter())
              .connect(server.localAddress())
              .sync()
              .channel();
      Channel peer = accepted.get(5, TimeUnit.SECONDS);
      assertThat(peer.remoteAddress()).isEqualTo(client.localAddress());
      assertThat(loops.of(peer.eventLoop())).isSameAs(loops.get(0));
    }
  }

  private static Channel listen(Loops loops, CompletableFuture<Channel> accepted) throws Exception {
    return loops
        .serverBootstrap()
        .childHandler(completing(accepted))
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  private static ChannelInitializer<Channel> completing(CompletableFuture<Channel> accepted) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelActive(ChannelHandlerContext context) {
                    accepted.complete(context.channel());
                  }
                });
      }
    };
  }
}
