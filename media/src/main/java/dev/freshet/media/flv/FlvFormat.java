package dev.freshet.media.flv;

import dev.freshet.media.WireFormat;

/// FLV as a wire format. A value: no owner.
///
/// @param hevc12 see [TagDialect]
/// @param browser see [TagDialect]
/// @param clock each picture and piece of sound comes behind a tag of the reserved type 15 that
///   says when it reached its origin: 8 bytes, Unix time in us, big-endian. Players skip it.
public record FlvFormat(boolean hevc12, boolean browser, boolean clock) implements WireFormat {
  /// By the specifications.
  public static final FlvFormat STANDARD = new FlvFormat(false, false, false);

  @Override
  public String key() {
    return "flv"
        + (hevc12 ? "+hevc12" : "")
        + (browser ? "+browser" : "")
        + (clock ? "+clock" : "");
  }

  @Override
  public FlvMuxer newMuxer() {
    return new FlvMuxer(new TagDialect(hevc12, browser), clock);
  }
}
