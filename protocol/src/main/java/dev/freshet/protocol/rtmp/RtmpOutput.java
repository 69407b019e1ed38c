package dev.freshet.protocol.rtmp;

import io.netty.buffer.ByteBuf;

/// Where a session's bytes go: a socket, or a test. Owned by the connection's loop.
public interface RtmpOutput {
  /// Sends whole messages, in the order given, soon. Takes over the reference.
  void write(ByteBuf bytes);

  /// Whether the peer reads. While it does not, sessions leave out what they may: acknowledgements
  /// and pings, so that a peer that never reads does not fill memory with them.
  boolean isWritable();

  /// Closes the connection once everything written has left.
  void close();
}
