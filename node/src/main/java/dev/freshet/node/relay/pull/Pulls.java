package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Locator;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.Upstream;
import dev.freshet.node.relay.dial.Dialer;
import dev.freshet.protocol.relay.RelayMessage.From;
import dev.freshet.protocol.relay.RelayMessage.Subscribe;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The streams that this node looks for or pulls, one [Pull] each, however many ask. Thread-safe.
public final class Pulls implements Upstream, Locator {
  private final RelayNode node;
  private final StreamFinder finder;
  private final Dialer dialer;
  private final Supplier<ServiceTable> services;
  private final ConcurrentHashMap<StreamKey, Pull> pulls = new ConcurrentHashMap<>();
  private final AtomicInteger looking = new AtomicInteger();
  private volatile @Nullable StreamRegistry registry;

  public Pulls(
      RelayNode node, StreamFinder finder, Dialer dialer, Supplier<ServiceTable> services) {
    this.node = node;
    this.finder = finder;
    this.dialer = dialer;
    this.services = services;
  }

  /// Says where pulled streams are published: in the registry that asks this for them. Before that,
  /// nothing is found.
  public void publishIn(StreamRegistry streams) {
    registry = streams;
  }

  @Override
  public void locate(StreamKey key, Loop loop, Consumer<Answer> answer) {
    Way own = new Way(List.of(), node.relayLimits().maxPathNodes() - 1, new From.Live());
    locate(key, own, true, loop, answer);
  }

  @Override
  public void locate(Subscribe ask, Loop loop, Consumer<Answer> answer) {
    locate(ask.key(), new Way(ask.path(), ask.hopsLeft() - 1, ask.from()), false, loop, answer);
  }

  /// @param viewer whether somebody waits here; other nodes ask again by themselves
  private void locate(
      StreamKey key, Way below, boolean viewer, Loop loop, Consumer<Answer> answer) {
    assert loop.inLoop();
    Pull pull =
        pulls.compute(key, (_, present) -> present == null ? begin(key, below, loop) : present);
    if (pull == null) {
      answer.accept(Answer.ABSENT);
    } else {
      pull.postAsk(viewer, loop, answer);
    }
  }

  /// A stream is at another node now, or newly at one, as its epoch says: who waits for it asks
  /// again at once, and a parent that gives an older epoch is left. Thread-safe.
  public void moved(StreamKey key, Epoch epoch) {
    Pull pull = pulls.get(key);
    if (pull != null) {
      pull.postMoved(epoch);
    }
  }

  /// There is a better way for a stream than the one that feeds it, the finder says: changes over
  /// when the better one gives it. Thread-safe.
  public void improve(StreamKey key) {
    Pull pull = pulls.get(key);
    if (pull != null) {
      pull.postImprove();
    }
  }

  /// Whether a stream is pulled, or looked for. Thread-safe.
  public boolean isWanted(StreamKey key) {
    return pulls.containsKey(key);
  }

  /// Tells by which ways a stream comes, on the loop that pulls it. Thread-safe.
  ///
  /// @return whether it is pulled; else there is no answer
  public boolean status(StreamKey key, Consumer<PullStatus> answer) {
    Pull pull = pulls.get(key);
    if (pull != null) {
      pull.postStatus(answer);
    }
    return pull != null;
  }

  @Override
  public List<NodeId> pathOf(StreamKey key) {
    Pull pull = pulls.get(key);
    return pull == null ? List.of() : pull.path();
  }

  @Override
  public boolean isAsking(StreamKey key, NodeId other) {
    Pull pull = pulls.get(key);
    return pull != null && pull.isAsking(other);
  }

  private @Nullable Pull begin(StreamKey key, Way below, Loop loop) {
    StreamRegistry streams = registry;
    Way way = below.through(node.id());
    if (streams == null || way.path().size() >= node.relayLimits().maxPathNodes()) {
      return null;
    }
    if (looking.get() >= node.limits().maxLookups()) {
      node.counters().lookupsRefused.increment();
      return null;
    }
    Pull pull =
        new Pull(new PullHost(node, finder, dialer, streams, this), key, service(key), way, loop);
    loop.post(pull::start);
    return pull;
  }

  private ServiceConfig service(StreamKey key) {
    ServiceTable table = services.get();
    ServiceConfig service = table.service(key.service());
    return service == null ? table.defaultService() : service;
  }

  /// One more or one less stream is looked for.
  void addLooking(int difference) {
    looking.addAndGet(difference);
  }

  /// `pull` is over.
  void forget(StreamKey key, Pull pull) {
    pulls.remove(key, pull);
  }
}
