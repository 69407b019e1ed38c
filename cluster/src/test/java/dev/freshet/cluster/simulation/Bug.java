package dev.freshet.cluster.simulation;

/// What can be wrong with a cluster, planted to see that the auditor finds it.
enum Bug {
  NONE,
  /// Relays take frames of any epoch.
  NO_FENCE,
  /// A claim takes the highest term that was seen, not one above it.
  EQUAL_TERMS,
  /// An origin that is told to let go serves on.
  DEAF_ORIGIN,
  /// Terms are the wall clock's alone.
  FORGETFUL_TERMS,
  /// A vanished record is taken for a death.
  HASTY_REMOVAL,
  /// Removals do not freeze.
  NO_FREEZE,
  /// A publisher waits for the store however long it takes.
  WAITS_FOR_STORE,
  /// Streams are announced in the store only.
  NEVER_ANNOUNCES,
  /// A node whose lease was lost does not register again.
  LOST_LEASE_IGNORED,
  /// A watch that was interrupted goes on as if nothing had happened meanwhile.
  WATCH_GAP,
  /// The store writes whatever it is told, whoever was faster.
  BLIND_WRITES,
  /// A stream whose entry was lost is not written again.
  NO_RECLAIM,
  /// A second publisher always wins.
  NO_POLICY
}
