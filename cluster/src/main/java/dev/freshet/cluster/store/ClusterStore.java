package dev.freshet.cluster.store;

import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;

/// Keys and values that every node of a cluster sees alike: who is there, who owns which stream,
/// how services are configured. Thread-safe: any thread may call any verb.
///
/// A change has a *revision*: one counter for all keys, which each change raises; what changes
/// together (the keys of a lease that ends) shares one. An entry's revision is that of its last
/// change. Revisions guard writes and order what a watch tells, nothing else: a store restored from
/// a backup counts some of them again, so whoever needs a number that never falls makes its own (an
/// epoch's term).
///
/// Each verb answers once, later, on the `loop` that is passed with it and never from inside the
/// call. Reads and writes are linearizable. Answers of different calls may overtake one another. No
/// call waits for ever: an implementation answers [Failed] within its bound (etcd: the request
/// timeout, 2 s by default; local: when the disk has answered). Who can wait less, as admission,
/// keeps a timer of its own.
///
/// Limits: [StoreKey#MAX_CHARS], [StoreValue#MAX_BYTES], and by [StoreLimits] the calls under way
/// and the changes that wait for a slow watcher.
public interface ClusterStore extends AutoCloseable {
  /// What is at `key` now.
  void get(StoreKey key, Loop loop, Consumer<GetAnswer> answer);

  /// Everything below `prefix`, in the order of keys, as it was at one revision.
  void list(StorePrefix prefix, Loop loop, Consumer<ListAnswer> answer);

  /// Writes `value` if the entry's revision is still `expectedRevision`.
  ///
  /// @param expectedRevision 0: there must be no entry
  /// @param lease the entry goes when this lease ends; [LeaseId#NONE]: it stays
  void compareAndSet(
      StoreKey key,
      long expectedRevision,
      StoreValue value,
      LeaseId lease,
      Loop loop,
      Consumer<WriteAnswer> answer);

  /// Removes the entry if its revision is still `expectedRevision`, which is not 0.
  void compareAndDelete(
      StoreKey key, long expectedRevision, Loop loop, Consumer<WriteAnswer> answer);

  /// What implementations ask of a revision to delete.
  ///
  /// @throws IllegalArgumentException if it is that of no entry
  static void checkToDelete(long expectedRevision) {
    if (expectedRevision <= 0) {
      throw new IllegalArgumentException(
          "revision to delete: " + expectedRevision + " (expected: at least 1)");
    }
  }

  /// Takes a lease, keeps it alive, and takes a new one whenever it is lost, until it is closed.
  /// Each time `listener` gets the new [LeaseEvent.Granted], and the owner writes its entries again
  /// with it. That a lease ended is no proof that its owner died: see [LeaseEvent].
  ///
  /// @param ttlMs how long after its owner's last sign of life a lease ends, at the earliest; etcd
  ///   rounds up to whole seconds and has a minimum of its own
  Lease lease(long ttlMs, Loop loop, Consumer<LeaseEvent> listener);

  /// Tells `listener` what is below `prefix`, once, and from then on every change, in the order of
  /// revisions and without a gap, through lost connections, restarts and compaction: see
  /// [WatchEvent].
  Watch watch(StorePrefix prefix, Loop loop, Consumer<WatchEvent> listener);

  /// Whether the store answers, as far as is known. Answers at once, on any thread.
  StoreHealth health();

  /// Gives everything up: calls under way fail, watches say no more, leases are left to end by
  /// themselves, as if this process had died.
  @Override
  void close();
}
