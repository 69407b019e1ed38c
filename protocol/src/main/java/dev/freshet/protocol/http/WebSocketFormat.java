package dev.freshet.protocol.http;

import dev.freshet.media.Muxer;
import dev.freshet.media.WireFormat;
import dev.freshet.media.flv.FlvFormat;

/// FLV in binary WebSocket messages (RFC 6455 section 5.2), a message for each tag.
///
/// @param flv the dialect inside
public record WebSocketFormat(FlvFormat flv) implements WireFormat {
  @Override
  public String key() {
    return flv.key() + "+ws";
  }

  @Override
  public Muxer newMuxer() {
    return new FramedMuxer(flv.newMuxer(), FrameHeader.WEB_SOCKET);
  }
}
