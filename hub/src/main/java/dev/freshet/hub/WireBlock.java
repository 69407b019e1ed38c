package dev.freshet.hub;

import dev.freshet.media.StreamHeader;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;

/// Consecutive muxed frames of one format: a range of a slab that viewers share. Immutable; each
/// log that holds it holds one reference of its slab and of its preambles.
///
/// @param slab holds the bytes; only its owner writes to it, and only behind every block
/// @param memory the whole slab as the system calls see it; valid as long as the slab is retained
/// @param offset of the first byte in the slab
/// @param bytes length
/// @param position of the first byte in the feed, counted since its first frame
/// @param firstFrame ordinal in the feed of the first frame
/// @param frames how many frames
/// @param lastDtsUs time of the last frame, in us
/// @param arrivedNs monotonic time at which the owner muxed it
/// @param entries where viewers may start, in order
/// @param header what held for the last frame
record WireBlock(
    ByteBuf slab,
    ByteBuffer memory,
    int offset,
    int bytes,
    long position,
    long firstFrame,
    int frames,
    long lastDtsUs,
    long arrivedNs,
    List<EntryPoint> entries,
    StreamHeader header) {

  /// A place to start.
  ///
  /// @param position of the entry frame's first byte in the feed, behind any header change before
  ///   it
  /// @param frame ordinal in the feed
  /// @param sequence of the entry frame, in its epoch
  /// @param dtsUs time, in us
  /// @param preamble what a new viewer gets before this frame
  /// @param headers what a running viewer gets that jumps here over a change of headers
  /// @param header what holds for this frame
  record EntryPoint(
      long position,
      long frame,
      long sequence,
      long dtsUs,
      ByteBuf preamble,
      ByteBuf headers,
      StreamHeader header) {
    void retain() {
      preamble.retain();
      headers.retain();
    }

    void release() {
      preamble.release();
      headers.release();
    }
  }

  /// Position behind the last byte.
  long endPosition() {
    return position + bytes;
  }

  /// Ordinal behind the last frame.
  long endFrame() {
    return firstFrame + frames;
  }

  void retain() {
    slab.retain();
    entries.forEach(EntryPoint::retain);
  }

  void release() {
    slab.release();
    entries.forEach(EntryPoint::release);
  }
}
