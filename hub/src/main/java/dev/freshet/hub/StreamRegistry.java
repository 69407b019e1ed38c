package dev.freshet.hub;

import dev.freshet.contract.StreamKey;
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
  /// What a name stands for: a stream, requests that wait for it, or both while it is being
  /// claimed.
  private record Place(@Nullable Stream stream, List<Waiter> waiters) {
    Place with(Waiter waiter) {
      List<Waiter> more = new ArrayList<>(waiters);
      more.add(waiter);
      return new Place(stream, more);
    }

    @Nullable Place without(Waiter waiter) {
      List<Waiter> fewer = new ArrayList<>(waiters);
      fewer.remove(waiter);
      return orNothing(stream, fewer);
    }

    static @Nullable Place orNothing(@Nullable Stream stream, List<Waiter> waiters) {
      return stream == null && waiters.isEmpty() ? null : new Place(stream, waiters);
    }
  }

  private final ConcurrentHashMap<StreamKey, Place> places = new ConcurrentHashMap<>();
  private final Landing landing;
  private final Locator locator;
  private final RegistryLimits limits;
  private final ByteBufAllocator allocator;
  private final FanoutCounters counters;
  private final int loops;
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger waiters = new AtomicInteger();
  private volatile boolean draining;

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
    this.loops = loops;
  }

  /// Claims a stream for a publisher. The answer comes on `loop`, later; the stream, if it is new,
  /// is owned by that loop.
  public Ticket publish(
      PublishRequest request, Publisher publisher, Loop loop, Consumer<PublishAnswer> answer) {
    assert loop.inLoop();
    Claim claim = new Claim(request, publisher, loop, answer);
    if (draining) {
      claim.postRefuse(
          new Refusal(Refusal.Reason.DRAINING, "this node is leaving; connect to another"));
    } else {
      route(claim);
    }
    return claim;
  }

  /// Finds a stream for a viewer, or waits for its publisher as long as the service says. The
  /// answer comes on `loop`, at once or later.
  public Ticket open(StreamKey key, ServiceConfig service, Loop loop, Consumer<OpenAnswer> answer) {
    assert loop.inLoop();
    Waiter waiter = new Waiter(key, loop, answer);
    if (draining) {
      waiter.refuse(
          new Refusal(Refusal.Reason.DRAINING, "this node is leaving; connect to another"));
      return waiter;
    }
    Stream stream = find(key);
    if (stream != null) {
      waiter.answer(new OpenAnswer.Opened(stream));
    } else {
      await(waiter, service);
    }
    return waiter;
  }

  /// The stream of this name if it has or had a publisher, or null. Thread-safe.
  public @Nullable Stream find(StreamKey key) {
    Place place = places.get(key);
    return place != null && place.stream != null && place.stream.isAccepted() ? place.stream : null;
  }

  /// All streams, in no order. Thread-safe.
  public List<Stream> streams() {
    List<Stream> all = new ArrayList<>();
    for (Place place : places.values()) {
      if (place.stream != null && place.stream.isAccepted()) {
        all.add(place.stream);
      }
    }
    return all;
  }

  /// Play requests that wait for a publisher. Thread-safe.
  public int waiting() {
    return waiters.get();
  }

  /// What happened to viewers.
  public FanoutCounters counters() {
    return counters;
  }

  /// Lets nobody in any more and asks publishers to connect anew. Thread-safe.
  public void drain() {
    draining = true;
    streams().forEach(Stream::reconnectPublisher);
  }

  /// Brings a claim to its stream, which is made if there is none.
  void route(Claim claim) {
    StreamKey key = claim.request.key();
    Place place =
        places.compute(
            key,
            (k, old) -> {
              if (old != null && old.stream != null) {
                return old;
              }
              List<Waiter> waiting = old == null ? List.of() : old.waiters;
              Stream stream = isFull(claim) ? null : newStream(claim);
              return Place.orNothing(stream, waiting);
            });
    if (place == null || place.stream == null) {
      claim.postRefuse(
          new Refusal(Refusal.Reason.LIMIT, "limits.maxStreams is reached on this node"));
      return;
    }
    Stream stream = place.stream;
    stream.owner().post(() -> stream.claim(claim));
  }

  /// `stream` has let its publisher in: whoever waits may join.
  void announce(Stream stream) {
    List<Waiter> waiting = new ArrayList<>();
    places.computeIfPresent(
        stream.key(),
        (key, place) -> {
          waiting.addAll(place.waiters);
          return new Place(place.stream, List.of());
        });
    for (Waiter waiter : waiting) {
      waiter.loop.post(() -> waiter.answer(new OpenAnswer.Opened(stream)));
    }
  }

  /// `stream` has ended.
  void forget(Stream stream) {
    places.computeIfPresent(
        stream.key(),
        (key, place) -> {
          if (place.stream != stream) {
            return place;
          }
          streams.decrementAndGet();
          return Place.orNothing(null, place.waiters);
        });
  }

  private boolean isFull(Claim claim) {
    ServiceConfig service = claim.request.service();
    if (streams.get() >= limits.maxStreams()) {
      return true;
    }
    return streams.get() >= service.maxStreams()
        && streams().stream().filter(s -> s.key().service().equals(service.id())).count()
            >= service.maxStreams();
  }

  private Stream newStream(Claim claim) {
    streams.incrementAndGet();
    return new Stream(
        claim.request.key(),
        claim.request.service(),
        claim.loop,
        this,
        landing,
        limits,
        allocator,
        counters,
        loops);
  }

  private void await(Waiter waiter, ServiceConfig service) {
    if (service.waitForPublisherMs() == 0) {
      waiter.refuse(notFound(waiter.key, 0));
      return;
    }
    if (waiters.incrementAndGet() > limits.maxWaiters()) {
      waiters.decrementAndGet();
      waiter.refuse(new Refusal(Refusal.Reason.LIMIT, "limits.maxWaiters is reached on this node"));
      return;
    }
    waiter.counted = true;
    waiter.timer =
        waiter.loop.schedule(
            service.waitForPublisherMs(),
            () -> {
              drop(waiter);
              waiter.refuse(notFound(waiter.key, service.waitForPublisherMs()));
            });
    places.compute(
        waiter.key,
        (key, place) -> {
          if (place != null && place.stream != null && place.stream.isAccepted()) {
            Stream stream = place.stream;
            waiter.loop.post(() -> waiter.answer(new OpenAnswer.Opened(stream)));
            return place;
          }
          return (place == null ? new Place(null, List.of()) : place).with(waiter);
        });
    locator.locate(waiter.key, waiter.loop, found -> {}); // whoever finds it publishes it here
  }

  private void drop(Waiter waiter) {
    places.computeIfPresent(waiter.key, (key, place) -> place.without(waiter));
  }

  private static Refusal notFound(StreamKey key, int waitedMs) {
    String waited = waitedMs == 0 ? "" : " (waited %d ms for a publisher)".formatted(waitedMs);
    return new Refusal(
        Refusal.Reason.NOT_FOUND, "no stream " + key + " is being published" + waited);
  }

  /// A play request that waits. Owned by the viewer's loop.
  private final class Waiter implements Ticket {
    private final StreamKey key;
    private final Loop loop;
    private final Consumer<OpenAnswer> answer;
    private Loop.@Nullable Timer timer;
    private boolean done;
    private boolean counted;

    Waiter(StreamKey key, Loop loop, Consumer<OpenAnswer> answer) {
      this.key = key;
      this.loop = loop;
      this.answer = answer;
    }

    @Override
    public void cancel() {
      assert loop.inLoop();
      if (!done) {
        finish();
        drop(this);
      }
    }

    void refuse(Refusal refusal) {
      answer(new OpenAnswer.Refused(refusal));
    }

    void answer(OpenAnswer result) {
      if (!done) {
        finish();
        answer.accept(result);
      }
    }

    private void finish() {
      done = true;
      if (timer != null) {
        timer.cancel();
      }
      if (counted) {
        waiters.decrementAndGet();
      }
    }
  }
}
