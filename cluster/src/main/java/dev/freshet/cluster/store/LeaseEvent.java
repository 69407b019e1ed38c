package dev.freshet.cluster.store;

/// What the owner of a lease is told.
///
/// None of these says that anybody died. A store that lost its leader, or whose leader stood still,
/// ends leases of nodes that are well; an owner that was paused loses its lease and lives on.
/// Watchers who see a leased entry go ask the node itself before they believe it.
public sealed interface LeaseEvent {
  LeaseId lease();

  /// Granted: write the entries with it now, also those that an earlier lease took along.
  ///
  /// @param again an earlier one was lost
  record Granted(LeaseId lease, boolean again) implements LeaseEvent {}

  /// Nobody has confirmed it for longer than its time: other nodes may have seen its entries go.
  /// Told once; then follows [Confirmed] or [Lost].
  record Unconfirmed(LeaseId lease) implements LeaseEvent {}

  /// It is alive after all, its entries untouched.
  record Confirmed(LeaseId lease) implements LeaseEvent {}

  /// The store has ended it, with its entries. The next [Granted] is on its way.
  record Lost(LeaseId lease) implements LeaseEvent {}
}
