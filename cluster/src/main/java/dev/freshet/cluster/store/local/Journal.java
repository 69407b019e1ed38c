package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.file.StoreRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the ledger's changes survive. Owned by the store's loop.
interface Journal extends AutoCloseable {
  /// Forgets nothing.
  Journal NONE =
      new Journal() {
        @Override
        public void keepUp(Ledger ledger) {}

        @Override
        public @Nullable Failed append(List<StoreRecord.Mutation> mutations) {
          return null;
        }

        @Override
        public void close() {}
      };

  /// Starts a new log if the old one is long or suspect; `ledger` is what was acknowledged so far.
  void keepUp(Ledger ledger);

  /// Writes down all of `mutations` and returns when they are on the disk.
  ///
  /// @return null when they are; else why none of them is
  @Nullable Failed append(List<StoreRecord.Mutation> mutations);

  @Override
  void close();
}
