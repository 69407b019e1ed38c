package dev.freshet.bench.wire;

/// Hears of the messages that are not media, when they are whole.
public interface RtmpListener {
  /// @param type 3.. as RTMP 1.0, 5.4 and 7.1 number them
  /// @param body its first bytes
  /// @param length how many of them
  void message(int type, byte[] body, int length);

  /// A picture or piece of sound, marked or not, has arrived.
  void media();
}
