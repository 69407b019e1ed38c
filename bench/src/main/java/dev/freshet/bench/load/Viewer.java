package dev.freshet.bench.load;

import org.jspecify.annotations.Nullable;

/// One viewer of a crowd. Owned by its loop.
final class Viewer {
  private final Connection connection;
  private final @Nullable FrameTally tally; // null if only its bytes count
  private long bytesAtBegin = -1;
  private long bytesAtEnd = -1;

  Viewer(Connection connection, @Nullable FrameTally tally) {
    this.connection = connection;
    this.tally = tally;
  }

  Connection connection() {
    return connection;
  }

  @Nullable FrameTally tally() {
    return tally;
  }

  void beginSample() {
    bytesAtBegin = connection.isUnderWay() ? connection.receivedBytes() : -1;
    bytesAtEnd = -1;
    if (tally != null) {
      tally.beginSample();
    }
  }

  void endSample() {
    if (connection.isUnderWay()) {
      bytesAtEnd = connection.receivedBytes();
    }
  }

  /// Whether it was there for the whole of the last sample.
  boolean wasThere() {
    return bytesAtBegin >= 0 && bytesAtEnd >= 0;
  }

  /// Bytes received during the last sample.
  long sampleBytes() {
    return bytesAtEnd - bytesAtBegin;
  }

  boolean hasKeyframe() {
    return tally != null && tally.firstKeyframeNs() != 0;
  }

  /// From connecting to the last byte of its first keyframe, in ms.
  double keyframeMs() {
    return tally == null ? -1 : (tally.firstKeyframeNs() - connection.startedNs()) / 1e6;
  }
}
