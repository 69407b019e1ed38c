package dev.freshet.node.rtmp;

import io.netty.buffer.ByteBuf;

/// What a peer became by publishing or playing. Owned by the connection's loop.
public interface RtmpRole {
  /// The peer published a message; its reference goes to the receiver.
  ///
  /// @param type 8 audio, 9 video or 18 data
  default void media(int type, long timestampMs, ByteBuf body) {
    body.release();
  }

  /// The socket has been drained: what came since belongs together.
  default void readComplete() {}

  /// The socket's writability changed.
  default void writabilityChanged() {}

  /// The peer stopped, or its connection is gone.
  ///
  /// @param connectionLost whether it went without saying so
  default void stopped(boolean connectionLost) {}

  /// The node is leaving.
  default void drain() {}
}
