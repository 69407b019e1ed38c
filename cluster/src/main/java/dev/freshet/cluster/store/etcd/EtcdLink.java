package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.StoreHealth;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.contract.time.Loop;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The connection to etcd: makes calls, knows whether etcd answers, and connects anew while it does
/// not. Owned by the store's loop.
final class EtcdLink {
  /// An idle link is asked this often whether etcd is there.
  private static final long PROBE_EVERY_MS = 2_000;

  /// How long a client may try to connect before a new one does.
  private static final long CLIENT_PATIENCE_MS = 4_000;

  private static final ByteSequence PROBE_KEY = EtcdClients.bytes("health");

  private final EtcdConfig config;
  private final Loop loop;
  private final StoreLimits limits;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("etcd-", 0).factory());
  private final EtcdClients clients;
  private final AtomicInteger calls = new AtomicInteger();
  private final List<Runnable> onNewClient = new ArrayList<>();
  private volatile StoreHealth health = StoreHealth.ill("not connected yet");
  private volatile boolean closed;
  private volatile boolean everAnswered;
  private @Nullable Client client;
  private long clientSinceMs;
  private long lastAnswerMs;

  EtcdLink(EtcdConfig config, Loop loop, StoreLimits limits) throws SSLException {
    this.config = config;
    this.loop = loop;
    this.limits = limits;
    this.clients = new EtcdClients(config, executor, this::timeoutMs);
    this.lastAnswerMs = loop.clock().monotonicMs();
  }

  private long timeoutMs() {
    return everAnswered ? config.requestTimeoutMs() : config.firstRequestTimeoutMs();
  }

  Loop loop() {
    return loop;
  }

  StoreHealth health() {
    return health;
  }

  boolean isClosed() {
    return closed;
  }

  /// Loads the client's classes before anybody waits for them.
  void postStart() {
    loop.post(this::probe);
  }

  private void probe() {
    if (closed) {
      return;
    }
    loop.schedule(PROBE_EVERY_MS, this::probe);
    long now = loop.clock().monotonicMs();
    boolean silent = now - lastAnswerMs >= PROBE_EVERY_MS;
    if (silent
        && client != null
        && now - clientSinceMs >= CLIENT_PATIENCE_MS
        && !health.healthy()) {
      renewClient();
    }
    if (silent || !health.healthy()) {
      call(client -> client.getKVClient().get(PROBE_KEY), _ -> {}, _ -> {});
    }
  }

  private void renewClient() {
    Client old = client;
    client = null;
    if (old != null) {
      executor.execute(old::close);
    }
    List.copyOf(onNewClient).forEach(Runnable::run);
  }

  /// Runs `restart` when calls that never end have to be begun anew. On the store's loop.
  void addRestart(Runnable restart) {
    onNewClient.add(restart);
  }

  void removeRestart(Runnable restart) {
    onNewClient.remove(restart);
  }

  /// The client to use now. On the store's loop.
  Client client() {
    assert loop.inLoop();
    Client current = client;
    if (current == null) {
      current = clients.open();
      client = current;
      clientSinceMs = loop.clock().monotonicMs();
    }
    return current;
  }

  /// Makes a call of a user's. Any thread; answers on the store's loop, or at once if it is
  /// refused.
  <R> void postCall(
      Function<Client, CompletableFuture<R>> start,
      Consumer<R> done,
      Consumer<Throwable> thrown,
      Consumer<Failed> refused) {
    if (closed) {
      refused.accept(new Failed(Failed.Kind.CLOSED, "the store is closed", false));
    } else if (calls.incrementAndGet() > limits.maxCalls()) {
      calls.decrementAndGet();
      int max = limits.maxCalls();
      String detail = "%d calls under way (expected: at most %d)".formatted(max, max);
      refused.accept(new Failed(Failed.Kind.LIMIT, detail, false));
    } else {
      loop.post(() ->
          call(
              start,
              result -> {
                calls.decrementAndGet();
                done.accept(result);
              },
              failure -> {
                calls.decrementAndGet();
                thrown.accept(failure);
              }));
    }
  }

  /// Makes a call of the store's own. On the store's loop, where it answers later.
  <R> void call(
      Function<Client, CompletableFuture<R>> start, Consumer<R> done, Consumer<Throwable> thrown) {
    CompletableFuture<R> future;
    try {
      future = start.apply(client());
    } catch (RuntimeException e) { // jetcd throws what it finds before it has sent anything
      future = CompletableFuture.failedFuture(e);
    }
    var _ =
        future.whenComplete((result, failure) ->
            loop.post(() -> {
              if (failure == null) {
                answered();
                done.accept(result);
              } else {
                failed(failure);
                thrown.accept(failure);
              }
            }));
  }

  /// etcd has said something.
  void answered() {
    everAnswered = true;
    lastAnswerMs = loop.clock().monotonicMs();
    if (!closed) {
      health = StoreHealth.WELL;
    }
  }

  /// A call, or a watch, has failed.
  void failed(Throwable failure) {
    Failed failed = EtcdFaults.read(failure);
    boolean away = failed.kind() == Failed.Kind.UNAVAILABLE || failed.kind() == Failed.Kind.DENIED;
    if (away && !closed) {
      health = StoreHealth.ill(failed.detail());
    }
  }

  /// Any thread.
  void close() {
    closed = true;
    health = StoreHealth.ill("closed");
    loop.post(() -> {
      Client last = client;
      client = null;
      if (last != null) {
        executor.execute(last::close);
      }
      executor.shutdown();
    });
  }
}
