package dev.freshet.cluster.store;

import java.util.List;

/// What a watch tells: a [State] once, then [Changed] for ever.
///
/// Whoever applies them in order holds at each moment a state that the store really had. After an
/// interruption whose changes the store no longer knows one by one (compaction, a watcher that was
/// too slow, a restored backup), the difference between what was told and what is there comes as
/// one `Changed`: an entry that came and went meanwhile is not told, and nothing is told that is
/// not so.
public sealed interface WatchEvent {
  /// The store's revision that this leads to. It falls only when the store was restored from a
  /// backup.
  long revision();

  /// Everything below the prefix, in the order of keys.
  ///
  /// @param source where it is from; `DISK` tells what this node saw before it was last stopped,
  ///   and the first [Changed] after it, maybe empty, that the store has been reached
  record State(long revision, List<Entry> entries, Source source) implements WatchEvent {}

  /// What changed since. Each key at most once.
  record Changed(long revision, List<Change> changes) implements WatchEvent {}

  /// Where a state is from.
  enum Source {
    STORE,
    DISK
  }
}
