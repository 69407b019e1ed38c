package dev.freshet.protocol.relay;

import dev.freshet.media.Frame;

/// Takes what a [RelayDecoder] finds, in order. Owned by the connection's loop.
public interface RelayReceiver {
  /// A message; stream and GOP headers as well, for those who relay them on.
  void message(RelayMessage message);

  /// A frame, whose reference goes to the receiver.
  void frame(Frame frame);
}
