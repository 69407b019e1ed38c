package dev.freshet.protocol.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/// Takes complete messages in the order in which their last bytes arrived. Owned by the decoder's
/// owner.
public interface MessageReceiver {
  /// One message.
  ///
  /// @param type message type (RTMP 5.4, 7.1)
  /// @param timestampMs as sent, 0 to 2^32 - 1; wraps
  /// @param streamId message stream
  /// @param body its reference goes to the receiver
  void message(int type, long timestampMs, int streamId, ByteBuf body);
}
