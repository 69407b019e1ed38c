package dev.freshet.protocol.rtmp;

import io.netty.buffer.ByteBuf;

/// What a peer of a server session does. Called on the connection's loop, from within the session's
/// methods. Requests are answered at once or later, on that loop.
public interface RtmpServerEvents {
  /// The peer introduces itself. Comes first, once.
  void onConnect(ConnectRequest request);

  /// The peer wants to publish.
  void onPublish(PublishRequest request);

  /// The peer wants to play.
  void onPlay(PlayRequest request);

  /// The peer published a message.
  ///
  /// @param type 8 audio, 9 video or 18 data (AMF0)
  /// @param timestampMs as sent, 0 to 2^32 - 1; wraps
  /// @param body like an FLV tag's; its reference goes to the receiver
  void onMedia(int type, long timestampMs, ByteBuf body);

  /// The peer ended what it published, or does not wait for the answer any more.
  void onUnpublish();

  /// The peer ended what it played, or does not wait for the answer any more.
  void onStop();

  /// The session is over, after [#onUnpublish] or [#onStop] if one was due. Comes last, once.
  void onClose();
}
