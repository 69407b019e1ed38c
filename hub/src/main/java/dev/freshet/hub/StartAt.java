package dev.freshet.hub;

import dev.freshet.contract.Epoch;

/// Where in a stream a viewer begins. What [OpenAnswer.Opened] says goes on to [Stream#join].
public sealed interface StartAt {
  /// At the newest entry point that the profile wants.
  StartAt NEWEST = new Newest();

  /// At the first entry point: the viewer was there before the publisher. However late its join
  /// runs, it misses nothing that its loop's log still holds and the GOP cache's bytes and frames
  /// allow.
  StartAt FIRST = new First();

  /// See [StartAt#NEWEST].
  record Newest() implements StartAt {}

  /// See [StartAt#FIRST].
  record First() implements StartAt {}

  /// At the newest entry point that misses nothing behind this frame, which the viewer has: it gets
  /// some frames again. If the log does not reach back so far, at the oldest one behind it; if it
  /// knows nothing of the epoch, at the newest.
  record After(Epoch epoch, long sequence) implements StartAt {}
}
