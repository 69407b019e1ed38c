package dev.freshet.bench.wire;

import dev.freshet.bench.stream.Mark;
import dev.freshet.bench.stream.SyntheticStream;

/// The first bytes of a tag's or message's body: all that a reader keeps of it. Owned by its
/// parser.
final class BodyHead {
  private static final int CAPACITY =
      SyntheticStream.markOffset(SyntheticStream.VIDEO) + Mark.BYTES;

  private final byte[] bytes = new byte[CAPACITY];
  private int length;

  void clear() {
    length = 0;
  }

  /// Keeps of `source[from, to)` what there is room for.
  void append(byte[] source, int from, int to) {
    int count = Math.min(to - from, CAPACITY - length);
    if (count > 0) {
      System.arraycopy(source, from, bytes, length, count);
      length += count;
    }
  }

  /// Tells `listener` of the frame, if it is one and has a mark.
  ///
  /// @param type FLV tag type, which is RTMP's message type too
  void emit(int type, int timestampMs, long nowNs, FrameListener listener) {
    boolean media = type == SyntheticStream.VIDEO || type == SyntheticStream.AUDIO;
    if (!media) {
      return;
    }
    int at = SyntheticStream.markOffset(type);
    if (Mark.isAt(bytes, at, length)) {
      boolean keyframe = type == SyntheticStream.VIDEO && bytes[0] >>> 4 == 1; // FLV 10.1, E.4.3.1
      listener.frame(
          keyframe, timestampMs, Mark.sequence(bytes, at), Mark.sentNs(bytes, at), nowNs);
    }
  }
}
