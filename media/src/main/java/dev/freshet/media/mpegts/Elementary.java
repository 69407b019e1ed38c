package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;

/// What stands in the PES packets of one stream. Owned by its [PesReader].
sealed interface Elementary permits VideoElementary, SoundElementary, OpusElementary {
  /// Takes the bytes of a PES packet behind its header.
  ///
  /// @param times of the first access unit that begins in it
  /// @param payload stays with the caller
  void read(PesTimes times, ByteBuf payload);

  /// What came before is not whole; the next access unit says so.
  void lost();

  /// Gives its buffers back.
  void close();

  /// @param hasPts whether the header had times; without, they go on from the ones before
  /// @param ptsTicks unwrapped
  /// @param dtsTicks unwrapped
  /// @param isRandomAccess whether the sender says that decoding may start here
  record PesTimes(boolean hasPts, long ptsTicks, long dtsTicks, boolean isRandomAccess) {}
}
