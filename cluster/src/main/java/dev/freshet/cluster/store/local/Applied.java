package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Change;
import java.util.List;

/// What a mutation did to the ledger.
///
/// @param undo takes it back, while nothing was applied after it
record Applied(long revision, List<Change> changes, Runnable undo) {
  static final Applied NOTHING = new Applied(0, List.of(), () -> {});
}
