package dev.freshet.media;

import io.netty.buffer.ByteBuf;

/// Turns frames into the bytes of one format, once for all viewers. What it writes for a frame is a
/// function of that frame alone, so that a viewer may start at any entry point, and what is muxed
/// late equals what was muxed early, to the byte. Owned by the stream's loop.
public interface Muxer {
  /// What a viewer gets before its first frame: file header, metadata, codec headers. Their
  /// timestamps are not after `entry`'s.
  void preamble(Frame entry, ByteBuf out);

  /// What running viewers get before `frame`, which is the first of a new [StreamHeader].
  void headerChange(Frame frame, ByteBuf out);

  /// The frame itself; writes nothing for a frame that the format cannot carry.
  void frame(Frame frame, ByteBuf out);
}
