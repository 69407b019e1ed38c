package dev.freshet.protocol.rtmp;

import java.util.BitSet;

/// The message streams that a peer has created. Owned by its session.
final class MessageStreams {
  private final BitSet used = new BitSet();
  private final int maxStreams;

  MessageStreams(int maxStreams) {
    this.maxStreams = maxStreams;
  }

  /// The lowest free id, from 1, or 0 if there is none.
  int create() {
    int id = used.nextClearBit(1);
    if (id > maxStreams) {
      return 0;
    }
    used.set(id);
    return id;
  }

  void delete(int id) {
    if (id > 0) {
      used.clear(id);
    }
  }
}
