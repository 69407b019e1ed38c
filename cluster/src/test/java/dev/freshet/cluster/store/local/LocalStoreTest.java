package dev.freshet.cluster.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.ClusterStoreContract;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.contract.time.Clock;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends ClusterStoreContract {
  private static final StoreLimits LIMITS = new StoreLimits(10_000, 100);

  @TempDir Path folder;
  private @Nullable StoreThread thread;
  private @Nullable LocalStore store;

  private LocalStore store() {
    if (store == null) {
      thread = new StoreThread("store", Clock.system());
      LocalStore.OpenAnswer opened =
          LocalStore.open(
              folder,
              thread,
              LIMITS,
              10_000,
              note -> {
                throw new AssertionError(note);
              });
      assertThat(opened).isInstanceOf(LocalStore.OpenAnswer.Opened.class);
      store = ((LocalStore.OpenAnswer.Opened) opened).store();
    }
    return store;
  }

  @Override
  protected ClusterStore connect() {
    return store().connect();
  }

  @Override
  protected ClusterStore connectWatcher() {
    return store().connect();
  }

  /// The watcher stands still; the local store has no history, it forgets in any case.
  @Override
  protected void interrupt(Runnable meanwhile, boolean forget) {
    CountDownLatch over = new CountDownLatch(1);
    watcherLoop.post(() -> await(over));
    meanwhile.run();
    over.countDown();
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected void endLease(LeaseId lease) {
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    store().postAsk(new EndOperation(lease, _ -> true, () -> {}));
    store().postAsk(new ReadOperation<>(Ledger::revision, _ -> asked.complete(true), _ -> {}));
    asked.join();
  }

  @Override
  protected void restart() throws InterruptedException {
    stop();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (store != null && thread != null) {
      store.close();
      thread.close();
      assertThat(thread.awaitEnd(10_000)).isTrue();
      store = null;
    }
  }
}
