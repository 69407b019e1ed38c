package dev.freshet.node.rtmp;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.protocol.rtmp.RtmpAddress;
import org.jspecify.annotations.Nullable;

/// The stream that an RTMP address names in a service, or why it names none. A value.
///
/// @param key null if `problem` says why
/// @param problem empty if there is none
public record StreamAddress(@Nullable StreamKey key, String problem) {
  /// Reads an address.
  public static StreamAddress of(RtmpAddress address, ServiceConfig service) {
    if (address.name().isEmpty() || address.app().isEmpty()) {
      return new StreamAddress(
          null,
          "the address names no stream (expected: rtmp://HOST/APP/NAME; in OBS, NAME is the stream key)");
    }
    try {
      return new StreamAddress(new StreamKey(service.id(), address.app(), address.name()), "");
    } catch (IllegalArgumentException e) {
      return new StreamAddress(null, String.valueOf(e.getMessage()));
    }
  }
}
