package dev.freshet.node.relay.pull;

import dev.freshet.media.Frame;

/// What a way tells whoever uses it. Called on the pull's loop.
interface WayEvents {
  /// It goes on as it was asked to.
  void subscribed(ParentWay way);

  /// It gives a newer epoch than before.
  void epochBegan(ParentWay way);

  /// The next frame, with its reference; without a payload if it carries none.
  void frame(ParentWay way, Frame frame);

  /// What was read at once has been told.
  void readComplete(ParentWay way);

  /// Its parent could not send this many frames, as the way to here is slow.
  void skipped(ParentWay way, long frames);

  /// Its parent leaves, and gives everything until then.
  void leaving(ParentWay way);

  /// The parent's last word.
  void ended(ParentWay way, String label);

  /// It is gone.
  void lost(ParentWay way, String reason);
}
