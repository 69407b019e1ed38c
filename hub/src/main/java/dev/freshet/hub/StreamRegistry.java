package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The streams of this node by name, and the play requests that wait for one. Thread-safe: the one
/// concurrent map of the hub.
public final class StreamRegistry {
  /// How long a name's last reign is remembered; the clock has passed its numbers long before.
  static final long REMEMBER_MS = 60_000;

  private final ConcurrentHashMap<StreamKey, Place> places = new ConcurrentHashMap<>();
  private final Landing landing;
  private final Locator locator;
  private final RegistryLimits limits;
  private final ByteBufAllocator allocator;
  private final FanoutCounters counters;
  private final List<LoopLoad> loads; // by loop
  private final MediaMemory memory = new MediaMemory();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger waiters = new AtomicInteger();
  private volatile boolean draining;
  private volatile Consumer<Stream> onLive = stream -> {};

  /// @param loops how many loops the node has; their indexes are below it
  public StreamRegistry(
      Landing landing,
      Locator locator,
      RegistryLimits limits,
      ByteBufAllocator allocator,
      FanoutCounters counters,
      int loops) {
    this.landing = landing;
    this.locator = locator;
    this.limits = limits;
    this.allocator = allocator;
    this.counters = counters;
    List<LoopLoad> each = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      each.add(new LoopLoad());
    }
    this.loads = List.copyOf(each);
  }

  /// Calls `listener` on a stream's loop each time that a publisher was let in to it. There is one;
  /// set before the first publisher comes.
  public void onLive(Consumer<Stream> listener) {
    onLive = listener;
  }

  /// Claims a stream for a publisher. The answer comes on `loop`, later; the stream, if it is new,
  /// is owned by that loop.
  public Ticket publish(
      PublishRequest request, Publisher publisher, Loop loop, Consumer<PublishAnswer> answer) {
    return claim(new Claim(request, publisher, loop, null, answer));
  }

  /// The same for a publisher of frames that another node has stamped, and which are not changed
  /// here: this node does not land the stream. It gives way to a publisher that lands it here, and
  /// never the other way round; its stream ends with it.
  ///
  /// @param epoch the newest that is known
  public Ticket replicate(
      PublishRequest request,
      Epoch epoch,
      Publisher publisher,
      Loop loop,
      Consumer<PublishAnswer> answer) {
    return claim(new Claim(request, publisher, loop, epoch, answer));
  }

  private Ticket claim(Claim claim) {
    assert claim.loop.inLoop();
    if (draining) {
      claim.postRefuse(draining());
    } else {
      route(claim);
    }
    return claim;
  }

  /// Finds a stream for a viewer, or waits for its publisher as long as the service says. The
  /// answer comes on `loop`, at once or later.
  public Ticket open(StreamKey key, ServiceConfig service, Loop loop, Consumer<OpenAnswer> answer) {
    assert loop.inLoop();
    Waiter waiter = new Waiter(this, key, loop, answer);
    Stream stream = find(key);
    if (draining) {
      waiter.answer(new OpenAnswer.Refused(draining()));
    } else if (load(loop.index()).level() == LoadLevel.RED) {
      counters.overloadRefused.increment();
      waiter.answer(new OpenAnswer.Refused(overloaded()));
    } else if (stream != null) {
      waiter.answer(new OpenAnswer.Opened(stream, StartAt.NEWEST));
    } else if (service.waitForPublisherMs() == 0) {
      waiter.refuse(Refusal.Reason.NOT_FOUND, "no stream " + key + " is being published");
    } else {
      await(waiter, service.waitForPublisherMs());
    }
    return waiter;
  }

  /// The stream of this name if it has or had a publisher, or null. Thread-safe.
  public @Nullable Stream find(StreamKey key) {
    Place place = places.get(key);
    return place == null ? null : place.acceptedStream();
  }

  /// All streams, in no order. Thread-safe.
  public List<Stream> streams() {
    List<Stream> all = new ArrayList<>();
    for (Place place : places.values()) {
      Stream stream = place.acceptedStream();
      if (stream != null) {
        all.add(stream);
      }
    }
    return all;
  }

  /// Play requests that wait for a publisher. Thread-safe.
  public int waiting() {
    return waiters.get();
  }

  /// What the streams' logs hold. Thread-safe.
  public MediaMemory memory() {
    return memory;
  }

  /// Streams there are, those among them that wait for their first publisher. Thread-safe.
  public int count() {
    return streams.get();
  }

  /// The load of the loop with this index. Thread-safe.
  public LoopLoad load(int loop) {
    return loads.get(loop);
  }

  /// What the viewers on `loop` ask for; called there, at regular intervals.
  public Demand demand(Loop loop) {
    assert loop.inLoop();
    Demand demand = new Demand();
    for (Place place : places.values()) {
      Stream stream = place.stream();
      if (stream != null) {
        stream.addTo(demand, loop);
      }
    }
    return demand;
  }

  /// What happened to publishers and viewers.
  public FanoutCounters counters() {
    return counters;
  }

  /// Lets nobody in any more, sends those away who wait, and asks publishers to connect anew.
  /// Thread-safe.
  public void drain() {
    draining = true;
    for (StreamKey key : places.keySet()) {
      takeWaiters(key).forEach(waiter -> waiter.postAnswer(new OpenAnswer.Refused(draining())));
    }
    streams().forEach(Stream::reconnectPublisher);
  }

  /// Brings a claim to its stream, which is made if there is none.
  void route(Claim claim) {
    Place place = places.compute(claim.request.key(), (key, old) -> placeFor(claim, old));
    Stream stream = place == null ? null : place.stream();
    if (stream == null) {
      counters.streamsRefused.increment();
      claim.postRefuse(new Refusal(Refusal.Reason.LIMIT, full(claim.request.service())));
    } else {
      stream.owner().post(() -> stream.claim(claim));
    }
  }

  /// `stream` has let its publisher in: whoever waits may join.
  void announce(Stream stream) {
    OpenAnswer opened = new OpenAnswer.Opened(stream, StartAt.FIRST);
    takeWaiters(stream.key()).forEach(waiter -> waiter.postAnswer(opened));
    onLive.accept(stream);
  }

  /// `stream` is another node's now, and has viewers here.
  void locate(Stream stream) {
    locator.locate(stream.key(), stream.owner(), found -> {});
  }

  /// `stream` has ended; what it was is remembered for a while.
  void forget(Stream stream, Reign reign) {
    streams.decrementAndGet();
    places.computeIfPresent(stream.key(), (key, place) -> place.with(null, reign).orNothing());
    if (!reign.equals(Reign.NONE)) {
      stream.owner().schedule(REMEMBER_MS, () -> forget(stream.key(), reign));
    }
  }

  /// `waiter` has had enough.
  void stopWaiting(Waiter waiter) {
    places.computeIfPresent(
        waiter.key(),
        (key, place) -> {
          place.waiters().remove(waiter);
          return place.orNothing();
        });
  }

  /// One waiter less.
  void waited() {
    waiters.decrementAndGet();
  }

  private void forget(StreamKey key, Reign reign) {
    places.computeIfPresent(
        key,
        (k, place) ->
            place.last().equals(reign)
                ? place.with(place.stream(), Reign.NONE).orNothing()
                : place);
  }

  private @Nullable Place placeFor(Claim claim, @Nullable Place old) {
    Place place = old == null ? Place.empty() : old;
    if (place.stream() != null || isFull(claim.request.service())) {
      return place.orNothing();
    }
    streams.incrementAndGet();
    Stream stream =
        new Stream(
            claim.request.key(),
            claim.request.service(),
            claim.loop,
            this,
            landing,
            limits,
            allocator,
            counters,
            loads.size(),
            place.last());
    return place.with(stream, place.last());
  }

  private boolean isFull(ServiceConfig service) {
    return memory.isFull()
        || streams.get() >= limits.maxStreams()
        || (streams.get() >= service.maxStreams() && streamsOf(service) >= service.maxStreams());
  }

  private int streamsOf(ServiceConfig service) {
    int found = 0;
    for (Place place : places.values()) {
      Stream stream = place.stream();
      found += stream != null && stream.key().service().equals(service.id()) ? 1 : 0;
    }
    return found;
  }

  private String full(ServiceConfig service) {
    if (memory.isFull()) {
      return "overload.logMemory (%d MiB) is reached on this node"
          .formatted(memory.maxLogBytes() >> 20);
    }
    return streams.get() >= limits.maxStreams()
        ? "limits.maxStreams (%d) is reached on this node".formatted(limits.maxStreams())
        : "services.%s.limits.maxStreams (%d) is reached on this node"
            .formatted(service.id(), service.maxStreams());
  }

  private void await(Waiter waiter, int waitMs) {
    if (waiters.incrementAndGet() > limits.maxWaiters()) {
      waiters.decrementAndGet();
      counters.waitersRefused.increment();
      waiter.refuse(
          Refusal.Reason.LIMIT,
          "limits.maxWaiters (%d) is reached on this node".formatted(limits.maxWaiters()));
      return;
    }
    waiter.await(waitMs);
    places.compute(waiter.key(), (key, place) -> placeWith(waiter, place));
    locator.locate(waiter.key(), waiter.loop(), found -> {}); // whoever finds it publishes it here
  }

  private static Place placeWith(Waiter waiter, @Nullable Place old) {
    Place place = old == null ? Place.empty() : old;
    Stream stream = place.acceptedStream();
    if (stream == null) {
      place.waiters().add(waiter);
    } else { // it has come in between
      waiter.postAnswer(new OpenAnswer.Opened(stream, StartAt.FIRST));
    }
    return place;
  }

  private List<Waiter> takeWaiters(StreamKey key) {
    List<Waiter> taken = new ArrayList<>();
    places.computeIfPresent(
        key,
        (k, place) -> {
          taken.addAll(place.waiters());
          place.waiters().clear();
          return place.orNothing();
        });
    return taken;
  }

  private static Refusal overloaded() {
    return new Refusal(
        Refusal.Reason.OVERLOADED, "this node is at its limit; try again, or another node");
  }

  private static Refusal draining() {
    return new Refusal(Refusal.Reason.DRAINING, "this node is leaving; connect to another");
  }
}
