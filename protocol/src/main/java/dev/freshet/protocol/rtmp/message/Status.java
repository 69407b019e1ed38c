package dev.freshet.protocol.rtmp.message;

import java.util.LinkedHashMap;
import java.util.Map;

/// The information object of `onStatus`, `_result` and `_error` (RTMP 7.2). A value: no owner.
///
/// @param error whether its level is `error`, not `status`
/// @param code one of the constants here, or another that a peer may know
/// @param description for people
public record Status(boolean error, String code, String description) {
  public static final String CONNECT_SUCCESS = "NetConnection.Connect.Success";
  public static final String CONNECT_REJECTED = "NetConnection.Connect.Rejected";
  public static final String CONNECT_CLOSED = "NetConnection.Connect.Closed";
  public static final String RECONNECT_REQUEST = "NetConnection.Connect.ReconnectRequest";
  public static final String CALL_FAILED = "NetConnection.Call.Failed";
  public static final String PUBLISH_START = "NetStream.Publish.Start";
  public static final String PUBLISH_BAD_NAME = "NetStream.Publish.BadName";
  public static final String UNPUBLISH_SUCCESS = "NetStream.Unpublish.Success";
  public static final String PLAY_RESET = "NetStream.Play.Reset";
  public static final String PLAY_START = "NetStream.Play.Start";
  public static final String PLAY_STOP = "NetStream.Play.Stop";
  public static final String PLAY_FAILED = "NetStream.Play.Failed";
  public static final String PLAY_STREAM_NOT_FOUND = "NetStream.Play.StreamNotFound";
  public static final String PLAY_UNPUBLISH_NOTIFY = "NetStream.Play.UnpublishNotify";
  public static final String PAUSE_NOTIFY = "NetStream.Pause.Notify";
  public static final String UNPAUSE_NOTIFY = "NetStream.Unpause.Notify";
  public static final String SEEK_NOTIFY = "NetStream.Seek.Notify";

  /// Good news.
  public static Status ok(String code, String description) {
    return new Status(false, code, description);
  }

  /// Bad news.
  public static Status error(String code, String description) {
    return new Status(true, code, description);
  }

  /// What `info` says; what it leaves out is "".
  public static Status of(Map<String, Object> info) {
    return new Status(
        text(info, "level").equals("error"), text(info, "code"), text(info, "description"));
  }

  /// The object as it is sent.
  public Map<String, Object> info() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("level", error ? "error" : "status");
    info.put("code", code);
    info.put("description", description);
    return info;
  }

  private static String text(Map<String, Object> info, String key) {
    return info.get(key) instanceof String text ? text : "";
  }
}
