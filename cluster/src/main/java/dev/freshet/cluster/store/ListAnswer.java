package dev.freshet.cluster.store;

import java.util.List;

/// What [ClusterStore#list] found.
public sealed interface ListAnswer permits ListAnswer.Listed, Failed {
  /// All entries, in the order of their keys.
  ///
  /// @param storeRevision the revision of the store at which it held these
  record Listed(long storeRevision, List<Entry> entries) implements ListAnswer {}
}
