package dev.freshet.media;

import io.netty.buffer.ByteBuf;

/// One stamped access unit of one track. Immutable and shared between threads; alive as long as its
/// payload's reference count. Readers take the payload by index or by duplicate, never by moving
/// its reader index.
public sealed interface Frame {
  /// Who it is, and when.
  Stamp stamp();

  /// What held for the stream when it was stamped.
  StreamHeader header();

  /// Of the GOP it belongs to.
  GopHeader gop();

  /// The coded bytes, as the track's codec defines them.
  ByteBuf payload();

  /// A coded picture.
  record Video(Stamp stamp, StreamHeader header, GopHeader gop, ByteBuf payload) implements Frame {}

  /// A coded piece of sound.
  record Audio(Stamp stamp, StreamHeader header, GopHeader gop, ByteBuf payload) implements Frame {}

  /// A script message: AMF0 values, the first of which is its name.
  record Data(Stamp stamp, StreamHeader header, GopHeader gop, ByteBuf payload) implements Frame {}

  /// Size of the coded bytes.
  default int payloadBytes() {
    return payload().readableBytes();
  }

  /// Whether a subscriber may start here.
  default boolean isEntryPoint() {
    return stamp().has(Stamp.ENTRY_POINT);
  }

  /// The track it belongs to.
  default Track track() {
    return header().track(stamp().track());
  }

  /// The same at another time, for formats whose time goes on where the stamps' does not. It shares
  /// this frame's reference.
  default Frame later(long us) {
    Stamp moved = stamp().later(us);
    return switch (this) {
      case Video video -> new Video(moved, video.header, video.gop, video.payload);
      case Audio audio -> new Audio(moved, audio.header, audio.gop, audio.payload);
      case Data data -> new Data(moved, data.header, data.gop, data.payload);
    };
  }

  /// Takes a reference; whoever takes one releases it.
  default Frame retain() {
    payload().retain();
    return this;
  }

  /// Gives a reference back.
  default void release() {
    payload().release();
  }
}
