package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.Lease;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.contract.time.Loop;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A lease of etcd's, kept alive three times in its time, and taken anew when it is lost. Owned by
/// the store's loop.
///
/// While etcd does not answer the lease is tried on and on: etcd counts a lease's time from its
/// leader's election, so it may well outlive an outage.
final class EtcdLease implements Lease {
  private static final long MIN_RETRY_MS = 250;
  private static final long MAX_RETRY_MS = 4_000;

  private final EtcdLink link;
  private final long ttlSeconds;
  private final Loop listenerLoop;
  private final Consumer<LeaseEvent> listener;
  private final RandomGenerator random;
  private volatile boolean closed;
  private volatile boolean abandoned;
  private LeaseId id = LeaseId.NONE;
  private boolean again;
  private boolean unconfirmed;
  private long ttlMs;
  private long aliveAtMs;
  private long retryMs = MIN_RETRY_MS;

  EtcdLease(
      EtcdLink link,
      long ttlMs,
      Loop listenerLoop,
      Consumer<LeaseEvent> listener,
      RandomGenerator random) {
    this.link = link;
    this.ttlSeconds = Math.max(1, (ttlMs + 999) / 1000);
    this.listenerLoop = listenerLoop;
    this.listener = listener;
    this.random = random;
  }

  /// Any thread.
  void postStart() {
    link.loop().post(this::grant);
  }

  private void grant() {
    if (!closed && !link.isClosed()) {
      long askedMs = nowMs();
      link.call(
          client -> client.getLeaseClient().grant(ttlSeconds),
          granted -> granted(granted, askedMs),
          _ -> link.loop().schedule(nextRetryMs(), this::grant));
    }
  }

  private void granted(LeaseGrantResponse granted, long askedMs) {
    id = new LeaseId(granted.getID());
    ttlMs = granted.getTTL() * 1000;
    if (closed) {
      revoke();
      return;
    }
    confirmed(askedMs);
    postTell(new LeaseEvent.Granted(id, again));
    again = true;
  }

  private void confirmed(long askedMs) {
    aliveAtMs = askedMs; // etcd counts from later on, never from earlier
    retryMs = MIN_RETRY_MS;
    link.loop().schedule(ttlMs / 3, this::keepAlive);
  }

  private void keepAlive() {
    if (closed || link.isClosed()) {
      return;
    }
    long askedMs = nowMs();
    LeaseId asked = id;
    link.call(
        client -> client.getLeaseClient().keepAliveOnce(asked.value()),
        _ -> kept(asked, askedMs),
        thrown -> notKept(asked, thrown));
  }

  private void kept(LeaseId asked, long askedMs) {
    if (!closed && asked.equals(id)) {
      confirmed(askedMs);
      if (unconfirmed) {
        unconfirmed = false;
        postTell(new LeaseEvent.Confirmed(id));
      }
    }
  }

  private void notKept(LeaseId asked, Throwable thrown) {
    if (closed || !asked.equals(id)) {
      return;
    }
    if (EtcdFaults.isLeaseGone(thrown)) {
      postTell(new LeaseEvent.Lost(id));
      id = LeaseId.NONE;
      unconfirmed = false;
      grant();
      return;
    }
    if (!unconfirmed && nowMs() - aliveAtMs > ttlMs) {
      unconfirmed = true;
      postTell(new LeaseEvent.Unconfirmed(id));
    }
    link.loop().schedule(nextRetryMs(), this::keepAlive);
  }

  /// Doubles, and spreads.
  private long nextRetryMs() {
    long spread = retryMs / 2 + random.nextLong(retryMs / 2 + 1);
    retryMs = Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, retryMs * 2));
    return spread;
  }

  private long nowMs() {
    return link.loop().clock().monotonicMs();
  }

  private void postTell(LeaseEvent event) {
    listenerLoop.post(() -> {
      if (!closed) {
        listener.accept(event);
      }
    });
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      link.loop().post(this::revoke);
    }
  }

  /// Stops the signs of life without a word, as an owner that has died.
  void abandon() {
    abandoned = true;
    closed = true;
  }

  private void revoke() {
    if (!id.equals(LeaseId.NONE) && !abandoned && !link.isClosed()) {
      long ending = id.value();
      id = LeaseId.NONE;
      link.call(
          client -> client.getLeaseClient().revoke(ending), _ -> {}, _ -> {}); // it ends by itself
    }
  }
}
