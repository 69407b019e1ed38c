package dev.freshet.cluster.store.file;

import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;

/// One record of a log or a snapshot.
public sealed interface StoreRecord {
  /// The first record of a file.
  ///
  /// @param format what kind of file, and the version of its layout
  /// @param revision the store's revision where it begins
  /// @param lastLease the highest number of a lease so far
  /// @param unixMs when it was written
  record Header(String format, long revision, long lastLease, long unixMs) implements StoreRecord {}

  /// What changes a store.
  sealed interface Mutation extends StoreRecord {}

  /// An entry written at its own revision.
  record Put(Entry entry) implements Mutation {}

  /// An entry removed at `revision`.
  record Delete(long revision, StoreKey key) implements Mutation {}

  /// A lease granted; raises no revision.
  record LeaseGranted(LeaseId lease, long ttlMs) implements Mutation {}

  /// A lease ended, with all its entries, at `revision`.
  record LeaseEnded(long revision, LeaseId lease) implements Mutation {}

  /// The entries that follow are all that was seen below `prefix` at `revision`.
  record Section(StorePrefix prefix, long revision) implements StoreRecord {}

  /// The last record of a file that is whole.
  ///
  /// @param records how many were before it
  record End(long records) implements StoreRecord {}
}
