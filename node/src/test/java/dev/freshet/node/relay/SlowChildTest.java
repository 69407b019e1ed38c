package dev.freshet.node.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.contract.time.Clock;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.Locator;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.testcard.TestCard;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.Transport;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.relay.dial.NettyDialer;
import dev.freshet.node.relay.dial.NodeLink;
import dev.freshet.node.relay.serve.RelayProtocol;
import dev.freshet.node.relay.serve.Subscriptions;
import dev.freshet.protocol.relay.ClusterSecret;
import dev.freshet.protocol.relay.RelayIdentity;
import dev.freshet.protocol.relay.RelayMessage;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A child whose socket is full, over real sockets: it loses whole GOPs, and is told how many
/// frames.
class SlowChildTest {
  private static final StreamKey KEY = StreamKey.of("default/live/test");
  private static final int FRAME_BYTES = 200_000;
  private static final int GOP_FRAMES = 10;
  private static final Track VIDEO = video();

  private final Loops loops = Loops.start("slow-child", Transport.best(), 2, Clock.system());
  private final NettyLoop loop = loops.get(0);
  private final FanoutCounters fanout = new FanoutCounters();
  private final StreamRegistry registry =
      new StreamRegistry(
          new LocalLanding(new NodeId("parent"), Clock.system()),
          Locator.none(),
          RegistryLimits.DEFAULTS,
          PooledByteBufAllocator.DEFAULT,
          fanout,
          2);
  private final RelayNode parent = node("parent");
  private final AtomicBoolean begun = new AtomicBoolean();
  private @Nullable Publication publication;
  private @Nullable Channel server;
  private int published;

  private static Track video() {
    TestCard card = new TestCard(0, 25, UnpooledByteBufAllocator.DEFAULT);
    return card.tracks().stream().filter(Track.Video.class::isInstance).findFirst().orElseThrow();
  }

  private static RelayNode node(String name) {
    return new RelayNode(
        new RelayIdentity(
            new NodeId(name), 1, 1, 1, List.of(new ClusterSecret(RelayedNode.SECRET))),
        ClusterLimits.DEFAULTS,
        new PeerFaults(Clock.system()),
        new RelayCounters(),
        new Random(name.hashCode()));
  }

  /// A child is behind after 100 ms, and may be so as often as it wants.
  private static ServiceConfig service() {
    Profile profile =
        new Profile(
            "test", 0, 2_000, 8 << 20, 800, 0, 350, 100, 100_000, 30_000, 1_000, 200, 6_000,
            16 << 20, 700, 2_000);
    return new ServiceConfig(
        "default",
        List.of(),
        List.of(),
        profile,
        TakeoverPolicy.REPLACE,
        0,
        0,
        5_000,
        8,
        100,
        100,
        SegmentConfig.DEFAULTS);
  }

  @BeforeEach
  void publish() throws InterruptedException {
    RelayProtocol protocol =
        new RelayProtocol(
            parent,
            new Subscriptions(parent, registry, new PlayGate(registry), new NoUpstream()),
            Respondent.none());
    server =
        loops
            .serverBootstrap()
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    protocol.connect(channel, loops.of(channel.eventLoop()));
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    PublishRequest request =
        new PublishRequest(KEY, service(), PublisherIdentity.ANONYMOUS, 0, "test", "x", 0);
    Publisher nobody = reason -> {};
    loop.post(() -> registry.publish(request, nobody, loop, this::accepted));
    await().untilTrue(begun);
    send(GOP_FRAMES);
  }

  private void accepted(PublishAnswer answer) {
    publication = ((PublishAnswer.Accepted) answer).publication();
    publication.track(VIDEO);
    begun.set(true);
  }

  private void send(int frames) {
    loop.post(() -> {
      Publication present = publication;
      for (int i = 0; i < frames && present != null; i++) {
        present.frame(
            new RawFrame(
                VIDEO.id(),
                40_000L * published,
                0,
                published++ % GOP_FRAMES == 0,
                false,
                Unpooled.wrappedBuffer(new byte[FRAME_BYTES])));
        present.flush();
      }
    });
  }

  @AfterEach
  void end() {
    registry.streams().forEach(stream -> stream.terminate(EndReason.KICKED));
    await().until(() -> registry.streams().isEmpty());
    if (server != null) {
      server.close().awaitUninterruptibly();
    }
    loops.close();
  }

  @Test
  void losesWholeGopsAndIsToldHowManyFrames() {
    Child child = new Child();
    loops.get(1).post(child::open);
    await()
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(() -> {
          send(GOP_FRAMES);
          child.hearABit();
          return child.done.get() || !child.wrong.isEmpty();
        });
    loops.get(1).post(child::close);
    assertThat(child.wrong).isEmpty();
  }

  /// A node that hears less than there is. Owned by its loop.
  private final class Child implements NodeLink.User {
    private final NettyLoop home = loops.get(1);
    private final NodeLink link =
        new NodeLink(
            node("child"),
            new HostPort("127.0.0.1", port()),
            RelayMessage.Channel.MEDIA,
            home,
            this);
    final AtomicBoolean done = new AtomicBoolean();
    volatile String wrong = "";
    private long told; // to be missing
    private long expected = -1;

    void open() {
      link.open(new NettyDialer(loops, Runnable::run, 3_000));
    }

    void hearABit() {
      home.post(() -> link.read(true));
    }

    @Override
    public void readComplete() {
      link.read(false);
    }

    void close() {
      link.close();
    }

    @Override
    public void greeted(NodeId peer, long boot) {
      link.send(
          new RelayMessage.Subscribe(
              KEY, new RelayMessage.From.Live(), false, List.of(new NodeId("child")), 3));
    }

    @Override
    public void message(RelayMessage message) {
      switch (message) {
        case RelayMessage.Subscribed _ -> link.settle();
        case RelayMessage.Skipped(long count) -> told += count;
        default -> {}
      }
    }

    @Override
    public void frame(Frame frame) {
      long sequence = frame.stamp().sequence();
      if (expected >= 0 && sequence != expected) {
        boolean right = frame.isEntryPoint() && sequence - expected == told;
        wrong = right ? "" : "frame " + sequence + " behind " + expected + ", told " + told;
        done.set(true);
      }
      expected = sequence + 1;
      frame.release();
    }

    @Override
    public void refused(String code, String reason) {
      wrong = code + " " + reason;
    }

    @Override
    public void lost(String reason) {
      wrong = reason;
    }
  }

  private int port() {
    Channel bound = server;
    assertThat(bound).isNotNull();
    return bound == null ? 0 : ((InetSocketAddress) bound.localAddress()).getPort();
  }
}
