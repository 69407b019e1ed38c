package dev.freshet.contract.service;

/// What happens when a second publisher claims a stream's name.
public enum TakeoverPolicy {
  /// The newcomer wins: the first is most likely a dead connection. More than three takeovers in 30
  /// s are two encoders fighting, and the incumbent stays.
  REPLACE,
  /// The newcomer is refused, unless it is the same identity coming back.
  REFUSE,
  /// The higher `priority=` parameter wins; an equal one replaces.
  PRIORITY
}
