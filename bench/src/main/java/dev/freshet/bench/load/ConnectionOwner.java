package dev.freshet.bench.load;

/// Who opened a [Connection]. Called on its loop.
interface ConnectionOwner {
  /// Its opening is over.
  void underWay(Connection connection);

  /// It ended, not by this side's wish.
  ///
  /// @param wasUnderWay whether its opening had been over
  void ended(Connection connection, boolean wasUnderWay, String reason);
}
