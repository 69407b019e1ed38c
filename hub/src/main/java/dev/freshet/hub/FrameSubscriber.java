package dev.freshet.hub;

import dev.freshet.media.Frame;
import java.util.List;

/// A reader of frames rather than bytes: a packager, a recorder, a relay. Called by the executor
/// that it subscribed with, one call at a time.
public interface FrameSubscriber {
  /// The next frames, in order. They are released after the call; whoever keeps one retains it.
  void onFrames(List<Frame> frames);

  /// This many frames, or more, were dropped here, as the subscriber was too slow; what follows
  /// begins at an entry point.
  void onSkipped(long frames);

  /// This many frames, or more, were lost on their way to this node; what follows begins at an
  /// entry point.
  default void onLost(long frames) {
    onSkipped(frames);
  }

  /// No more frames come.
  void onEnd(EndReason reason);
}
