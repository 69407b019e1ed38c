package dev.freshet.protocol.relay;

import dev.freshet.media.WireFormat;

/// A stream on its way to other nodes, as a wire format like any other: it is muxed once, and a
/// node that pulls it is a viewer. A value: no owner.
///
/// @param headersOnly frames without their payloads, for a warm standby
public record RelayFormat(boolean headersOnly) implements WireFormat {
  @Override
  public String key() {
    return headersOnly ? "relay+headers" : "relay";
  }

  @Override
  public boolean forNodes() {
    return true;
  }

  @Override
  public RelayMuxer newMuxer() {
    return new RelayMuxer(headersOnly);
  }
}
