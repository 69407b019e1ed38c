package dev.freshet.protocol.rtmp;

import dev.freshet.media.WireFormat;
import dev.freshet.media.flv.TagDialect;

/// RTMP messages for players as a wire format. A value: no owner.
///
/// @param hevc12 H.265 by codec id 12, see [TagDialect]
/// @param clock before each picture and piece of sound comes a user control event that says when it
///   reached its origin, see [dev.freshet.protocol.rtmp.message.UserControl#INGEST_CLOCK]; other
///   players than ours ignore it
public record RtmpFormat(boolean hevc12, boolean clock) implements WireFormat {
  /// By the specifications.
  public static final RtmpFormat STANDARD = new RtmpFormat(false, false);

  @Override
  public String key() {
    return "rtmp" + (hevc12 ? "+hevc12" : "") + (clock ? "+clock" : "");
  }

  @Override
  public RtmpMuxer newMuxer() {
    return new RtmpMuxer(new TagDialect(hevc12, false), clock);
  }
}
