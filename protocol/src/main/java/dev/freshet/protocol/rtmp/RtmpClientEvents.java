package dev.freshet.protocol.rtmp;

import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;

/// What a client session learns from its server. Called on the connection's loop, from within the
/// session's methods.
public interface RtmpClientEvents {
  /// Publishing or playing has begun.
  ///
  /// @param server what the server can do
  void onStart(RtmpCapabilities server);

  /// A message of what is played.
  ///
  /// @param type 8 audio, 9 video or 18 data (AMF0)
  /// @param timestampMs as sent, 0 to 2^32 - 1; wraps
  /// @param body like an FLV tag's; its reference goes to the receiver
  void onMedia(int type, long timestampMs, ByteBuf body);

  /// When the next frame that is played reached its origin; only where it was asked for.
  void onIngestClock(long timestampMs, long ingestUnixUs);

  /// The server told its time.
  void onClock(ClockSample sample);

  /// The server wants this client to connect again, and goes on meanwhile.
  ///
  /// @param tcUrl where to, see [RtmpUrl#reconnectedTo]
  void onReconnectRequest(String tcUrl, String description);

  /// The server said no, or ended what it had allowed. The connection is of no more use.
  void onRefused(Status status);

  /// What was played has ended.
  void onEnd();
}
