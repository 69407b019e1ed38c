package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.file.StoreRecord;
import org.jspecify.annotations.Nullable;

/// Something asked of the ledger. Decided on the store's loop, in the order of asking; answered
/// when what it changed is on the disk. It may be decided again, if the disk failed.
interface Operation {
  /// Looks at the ledger and remembers the answer.
  ///
  /// @return what it wants to change; null if nothing
  StoreRecord.@Nullable Mutation decide(Ledger ledger);

  /// Gives the answer.
  void deliver();

  /// Gives another one.
  void refuse(Failed failed);
}
