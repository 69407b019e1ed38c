package dev.freshet.protocol.rtmp;

import java.util.Map;

/// What a peer says of itself with `connect` (RTMP 7.2.1.1). A value: no owner.
///
/// @param app as sent, with its query
/// @param tcUrl as sent
/// @param flashVersion the peer's software, as it calls itself
/// @param objectEncoding 0 or 3: which AMF it will use
/// @param capabilities of Enhanced RTMP
public record ConnectInfo(
    String app,
    String tcUrl,
    String flashVersion,
    double objectEncoding,
    RtmpCapabilities capabilities) {

  static ConnectInfo of(Map<String, Object> object) {
    return new ConnectInfo(
        text(object, "app"),
        text(object, "tcUrl"),
        text(object, "flashVer"),
        object.get("objectEncoding") instanceof Double encoding ? encoding : 0,
        RtmpCapabilities.of(object));
  }

  /// The address that these and a stream's name mean together.
  public RtmpAddress address(String stream) {
    return RtmpAddress.of(tcUrl, app, stream);
  }

  /// Some encoders write `tcurl`.
  private static String text(Map<String, Object> object, String key) {
    for (Map.Entry<String, Object> entry : object.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(key) && entry.getValue() instanceof String text) {
        return text;
      }
    }
    return "";
  }
}
