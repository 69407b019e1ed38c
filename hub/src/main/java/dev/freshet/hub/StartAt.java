package dev.freshet.hub;

/// Where in a stream a viewer begins. What [OpenAnswer.Opened] says goes on to [Stream#join].
public enum StartAt {
  /// At the newest entry point that the profile wants.
  NEWEST,

  /// At the first entry point: the viewer was there before the publisher. However late its join
  /// runs, it misses nothing that its loop's log still holds and the GOP cache's bytes and frames
  /// allow.
  FIRST
}
