package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Lease;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;

/// One lease of a client of the local store, kept alive. Owned by the store's loop.
final class LocalLease implements Lease {
  private static final long RETRY_MS = 1_000;

  private final LocalStore store;
  private final long ttlMs;
  private final Loop listenerLoop;
  private final Consumer<LeaseEvent> listener;
  private volatile boolean closed;
  private LeaseId id = LeaseId.NONE;
  private boolean again;

  LocalLease(LocalStore store, long ttlMs, Loop listenerLoop, Consumer<LeaseEvent> listener) {
    this.store = store;
    this.ttlMs = ttlMs;
    this.listenerLoop = listenerLoop;
    this.listener = listener;
  }

  /// Any thread.
  void postGrant() {
    store.postAsk(
        new GrantOperation(
            ttlMs, this::granted, _ -> store.loop().schedule(RETRY_MS, this::grantAgain)));
  }

  private void grantAgain() {
    if (!closed) {
      postGrant();
    }
  }

  private void granted(LeaseId granted) {
    id = granted;
    store.checkLater(id, ttlMs);
    if (closed) {
      end();
      return;
    }
    postTell(new LeaseEvent.Granted(id, again));
    again = true;
    renewLater();
  }

  private void renewLater() {
    store.loop().schedule(Math.max(1, ttlMs / 3), this::renew);
  }

  private void renew() {
    if (closed) {
      return;
    }
    if (store.renew(id)) {
      renewLater();
    } else {
      postTell(new LeaseEvent.Lost(id));
      id = LeaseId.NONE;
      postGrant();
    }
  }

  private void postTell(LeaseEvent event) {
    listenerLoop.post(() -> {
      if (!closed) {
        listener.accept(event);
      }
    });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      store.loop().post(this::end);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /// Stops the signs of life without a word, as an owner that has died.
  void abandon() {
    closed = true;
  }

  private void end() {
    if (!id.equals(LeaseId.NONE)) {
      store.postAsk(new EndOperation(id, _ -> true, () -> {})); // else it ends by itself
      id = LeaseId.NONE;
    }
  }
}
