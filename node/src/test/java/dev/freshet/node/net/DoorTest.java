package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.CidrBlock;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.testkit.ManualClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 4000);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.7", 5000);
  private static final byte[] V2_IPV6 =
      bytes(
          "0d0a0d0a000d0a515549540a 21 21 0024 20010db8000000000000000000000001"
              + " 20010db8000000000000000000000002 1234 0050");

  private final NodeCounters counters = new NodeCounters();
  private final List<String> opened = new ArrayList<>();
  private final StringBuilder received = new StringBuilder();
  private final TrustedProxies proxies =
      new TrustedProxies(List.of(Objects.requireNonNull(CidrBlock.parse("10.0.0.0/8"))));
  private final NodeLimits limits = withMaxPerAddress(2);
  private final ConnectionLimiter limiter = new ConnectionLimiter(() -> limits);
  private final PeerFaults faults = new PeerFaults(new ManualClock());
  private final Door.House house = new Door.House(proxies, limiter, () -> limits, counters, faults);

  @Test
  void letsADirectClientInAsItself() {
    EmbeddedChannel channel = arrive(STRANGER, false);
    assertThat(opened).containsExactly("192.0.2.7:5000");
    assertThat(Door.clientOf(channel)).isEqualTo(STRANGER);
    assertThat(counters.port(MediaPort.RTMP).open()).isEqualTo(1);
    channel.close();
    assertThat(counters.port(MediaPort.RTMP).open()).isZero();
    assertThat(limiter.open()).isZero();
    assertThat(limiter.clients()).isZero();
  }

  @Test
  void takesTheClientFromATrustedProxysHeader() {
    EmbeddedChannel channel = arrive(PROXY, true);
    assertThat(opened).isEmpty();
    send(channel, "PROXY TCP4 203.0.113.9 10.0.0.2 51000 1935\r\nhello");
    assertThat(opened).containsExactly("203.0.113.9:51000");
    assertThat(received).hasToString("active hello");
    assertThat(RemoteAddress.of(channel)).isEqualTo("203.0.113.9:51000");
    channel.finishAndReleaseAll();
  }

  @Test
  void takesTheBinaryHeaderByteByByte() {
    EmbeddedChannel channel = arrive(PROXY, true);
    for (byte b : V2_IPV6) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
    }
    send(channel, "x");
    assertThat(opened).containsExactly("2001:db8:0:0:0:0:0:1:4660");
    assertThat(received).hasToString("active x");
    channel.finishAndReleaseAll();
  }

  @Test
  void aProxysHealthCheckIsTheProxyItself() {
    EmbeddedChannel channel = arrive(PROXY, true);
    send(channel, "PROXY UNKNOWN\r\n");
    assertThat(opened).containsExactly("10.0.0.1:4000");
    assertThat(limiter.open()).isZero();
    channel.finishAndReleaseAll();
  }

  @Test
  void namesTheClientThatATrustedProxyForwardsOverHttp() {
    EmbeddedChannel proxied = arrive(PROXY, false);
    assertThat(RemoteAddress.of(proxied, List.of("1.1.1.1", "203.0.113.9")))
        .isEqualTo("203.0.113.9:0");
    EmbeddedChannel direct = arrive(STRANGER, false);
    assertThat(RemoteAddress.of(direct, List.of("203.0.113.9"))).isEqualTo("192.0.2.7:5000");
  }

  @Test
  void doesNotTakeAStrangersWord() {
    EmbeddedChannel channel = arrive(STRANGER, true);
    assertThat(opened).containsExactly("192.0.2.7:5000");
    send(channel, "PROXY TCP4 203.0.113.9 10.0.0.2 51000 1935\r\n");
    assertThat(Door.clientOf(channel)).isEqualTo(STRANGER);
    assertThat(received).asString().startsWith("active PROXY TCP4");
    channel.finishAndReleaseAll();
  }

  @Test
  void countsWhatComesInTheProxysHeaderToo() {
    EmbeddedChannel channel = arrive(PROXY, true);
    send(channel, "PROXY UNKNOWN\r\n");
    send(channel, "hello");
    assertThat(counters.port(MediaPort.RTMP).receivedBytes.sum()).isEqualTo(15 + 5);
    channel.finishAndReleaseAll();
  }

  @Test
  void closesATrustedProxyWithoutAHeaderAndCountsIt() {
    EmbeddedChannel channel = arrive(PROXY, true);
    send(channel, "GET / HTTP/1.1\r\n");
    assertThat(channel.isOpen()).isFalse();
    assertThat(opened).isEmpty();
    assertThat(faults.count("rtmp", "malformed")).isEqualTo(1);
    channel.finishAndReleaseAll();
  }

  @Test
  void closesATrustedProxyThatSaysNothingAndCountsIt() {
    EmbeddedChannel channel = arrive(PROXY, true);
    channel.freezeTime();
    channel.advanceTimeBy(limits.handshakeTimeoutMs() + 1_000L, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(faults.count("rtmp", "limit:handshakeTimeout")).isEqualTo(1);
  }

  @Test
  void refusesAnAddressWithTooManyConnectionsUntilOneIsGone() {
    EmbeddedChannel first = arrive(STRANGER, false);
    arrive(STRANGER, false);
    assertThat(arrive(STRANGER, false).isOpen()).isFalse();
    assertThat(faults.count("rtmp", "limit:maxConnectionsPerAddress")).isEqualTo(1);
    first.close();
    assertThat(arrive(STRANGER, false).isOpen()).isTrue();
  }

  private EmbeddedChannel arrive(InetSocketAddress peer, boolean proxyProtocol) {
    Door door = new Door(house, MediaPort.RTMP, proxyProtocol);
    return new PeerChannel(peer, channel -> door.enter(channel, () -> open(channel)));
  }

  private void open(Channel channel) {
    InetSocketAddress client = Objects.requireNonNull(Door.clientOf(channel));
    opened.add(client.getAddress().getHostAddress() + ":" + client.getPort());
    channel.pipeline().addLast(new Recorder());
  }

  private static void send(Channel channel, String text) {
    ((EmbeddedChannel) channel)
        .writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static NodeLimits withMaxPerAddress(int most) {
    NodeLimits all = NodeLimits.DEFAULTS;
    return new NodeLimits(
        all.handshakeTimeoutMs(),
        all.headerTimeoutMs(),
        all.idleTimeoutMs(),
        all.maxHeaderBytes(),
        all.maxMessageBytes(),
        all.maxChunkBytes(),
        all.maxChunkStreams(),
        all.maxMetadataBytes(),
        most,
        all.maxConnections(),
        all.maxBytesInFlight(),
        all.maxConcurrentRequests(),
        all.maxControlFrames());
  }

  private final class Recorder extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      received.append("active ");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      received.append(((ByteBuf) message).toString(StandardCharsets.US_ASCII));
      ReferenceCountUtil.release(message);
    }
  }

  private static final class PeerChannel extends EmbeddedChannel {
    private final InetSocketAddress peer;

    PeerChannel(InetSocketAddress peer, Consumer<Channel> door) {
      super(false, false); // registered below, when it knows its peer
      this.peer = peer;
      pipeline()
          .addLast(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  door.accept(channel);
                }
              });
      try {
        register();
      } catch (Exception failed) {
        throw new AssertionError(failed);
      }
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return peer;
    }
  }
}
