package dev.freshet.hub;

/// The other end of a [Publication]: what the stream asks of whoever feeds it. All methods are
/// called on the loop that the publish request came from.
public interface Publisher {
  /// The publication is over; what is still written is dropped. Not called when the publisher
  /// itself ended it.
  void ended(EndReason reason);

  /// The same, and why, for people.
  default void ended(EndReason reason, String detail) {
    ended(reason);
  }

  /// A subscriber wants to start; an encoder that can should send a keyframe.
  default void requestKeyframe() {}

  /// The bitrate that suits the network, in bits a second.
  default void targetBitrate(long bitsPerSecond) {}

  /// The publisher should connect anew.
  default void reconnect() {}
}
