package dev.freshet.protocol.rtmp;

import java.util.LinkedHashSet;
import java.util.Set;

/// One parameter of an address, as sent: RTMP clients do not URL-encode. A value: no owner.
///
/// @param name not empty
/// @param value "" if there was none
public record RtmpParam(String name, String value) {

  /// The parameters of a query `a=1&b=2`, in order, each pair once.
  static Set<RtmpParam> split(String query) {
    Set<RtmpParam> params = new LinkedHashSet<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        params.add(new RtmpParam(name, equals < 0 ? "" : pair.substring(equals + 1)));
      }
    }
    return params;
  }

  @Override
  public String toString() {
    return value.isEmpty() ? name : name + "=" + value;
  }
}
