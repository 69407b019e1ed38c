package dev.freshet.node.rtmp;

import dev.freshet.protocol.rtmp.PlayRequest;
import dev.freshet.protocol.rtmp.PublishRequest;

/// Who serves RTMP peers. Called on the connection's loop; thread-safe.
public interface RtmpService {
  /// A peer that was refused, or has not asked for anything yet.
  RtmpRole NOBODY = new RtmpRole() {};

  /// Serves publishers.
  interface Publishing extends RtmpService {
    /// Answers `request`, at once or later.
    RtmpRole publish(RtmpPeer peer, PublishRequest request);
  }

  /// Serves players.
  interface Playing extends RtmpService {
    /// Answers `request`, at once or later.
    RtmpRole play(RtmpPeer peer, PlayRequest request);
  }
}
