package dev.freshet.protocol.http;

import dev.freshet.media.Muxer;
import dev.freshet.media.WireFormat;
import dev.freshet.media.flv.FlvFormat;

/// FLV in HTTP/1.1's chunked transfer coding (RFC 9112 section 7.1), a chunk for each tag.
///
/// @param flv the dialect inside
public record ChunkedFormat(FlvFormat flv) implements WireFormat {
  @Override
  public String key() {
    return flv.key() + "+chunked";
  }

  @Override
  public Muxer newMuxer() {
    return new FramedMuxer(flv.newMuxer(), FrameHeader.CHUNKED);
  }
}
