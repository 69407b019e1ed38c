package dev.freshet.node.playback.packaging;

import dev.freshet.hub.Refusal;

/// What became of a request that waited for a window to grow; given once, on the request's loop.
public sealed interface Waited {
  /// The window is as it was wanted.
  record Ready() implements Waited {}

  /// It did not come to that in time.
  record Late() implements Waited {}

  /// It may not wait.
  record Refused(Refusal refusal) implements Waited {}
}
