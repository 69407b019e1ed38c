package dev.freshet.cluster.store;

/// What [ClusterStore#get] found.
public sealed interface GetAnswer permits GetAnswer.Found, GetAnswer.Absent, Failed {
  /// There is an entry.
  record Found(Entry entry) implements GetAnswer {}

  /// There is none.
  ///
  /// @param storeRevision the revision of the store at which there was none
  record Absent(long storeRevision) implements GetAnswer {}
}
