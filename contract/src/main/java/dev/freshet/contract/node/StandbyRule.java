package dev.freshet.contract.node;

/// How a node keeps a second way to each stream that it pulls, and when it takes it. Each is a
/// configuration key below `cluster:`. Immutable.
///
/// @param lateMs a frame that the second way has announced for this long, and the first has not
///   brought, says that the first is stuck
/// @param suspectMs a parent that says nothing for this long, not even when asked, is left if there
///   is another
public record StandbyRule(Mode mode, int lateMs, int suspectMs) {
  /// What a node starts with.
  public static final StandbyRule DEFAULTS = new StandbyRule(Mode.WARM, 400, 600);

  /// What the second way carries.
  public enum Mode {
    /// Nothing: it is made when the first one is lost.
    COLD,
    /// Frames without their payloads: it is known to be there, and how far it is.
    WARM,
    /// The same as the first; of each frame the copy that comes first is taken.
    HOT
  }
}
