package dev.freshet.cluster.store;

import org.jspecify.annotations.Nullable;

/// What became of a write.
public sealed interface WriteAnswer
    permits WriteAnswer.Done, WriteAnswer.Conflict, WriteAnswer.LeaseGone, Failed {
  /// Written, and on disk where the store's promise is.
  ///
  /// @param revision of this change
  record Done(long revision) implements WriteAnswer {}

  /// Somebody else was faster. Nothing was written.
  ///
  /// @param current what is there instead; null if nothing is
  record Conflict(@Nullable Entry current) implements WriteAnswer {}

  /// The lease to write with has ended. Nothing was written; a new one is on its way.
  record LeaseGone(LeaseId lease) implements WriteAnswer {}
}
