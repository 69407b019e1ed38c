package dev.freshet.protocol.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What a chunk stream remembers of its last header, and its half-read message. Owned by its
/// decoder.
final class ChunkStream {
  private static final long TIMESTAMP_MASK = 0xFFFF_FFFFL;

  /// Above this the timestamp of a type 0 header is a moment, never also a plausible delta.
  private static final long MAX_INITIAL_DELTA_MS = 1_000;

  final int id;
  int bodyBytes;
  int type;
  int streamId;
  long timestampMs;
  @Nullable ByteBuf message;

  private long field;
  private boolean absolute;
  private boolean extended;

  ChunkStream(int id) {
    this.id = id;
  }

  /// Takes the timestamp field of a type 0 (`absolute`), 1 or 2 header.
  void timestampField(long field, boolean absolute) {
    this.field = field;
    this.absolute = absolute;
    this.extended = field == ChunkHeader.EXTENDED;
  }

  /// Takes the extended timestamp; it stands for the field, so it is a delta where that is one.
  void extendedField(long value) {
    field = value;
  }

  /// Whether the last header had an extended timestamp.
  boolean extended() {
    return extended;
  }

  /// The last header's timestamp or delta.
  long field() {
    return field;
  }

  /// Moves on to the time of the message that begins with a type 0, 1 or 2 header.
  void beginWithHeader() {
    timestampMs = absolute ? field : (timestampMs + field) & TIMESTAMP_MASK;
  }

  /// Moves on to the time of a message that begins with a type 3 header: by the last delta. After a
  /// type 0 header the specification (5.3.1.2.4) takes its timestamp for the delta, and ffmpeg
  /// sends by that rule, but only for a first small timestamp. librtmp and nginx-rtmp send a type 3
  /// for "the same time again", after a type 0 of any time. So a small timestamp is a delta, a
  /// large one is not.
  void beginWithoutHeader() {
    long deltaMs = absolute && field > MAX_INITIAL_DELTA_MS ? 0 : field;
    timestampMs = (timestampMs + deltaMs) & TIMESTAMP_MASK;
  }

  /// Gives up the half-read message.
  ///
  /// @return how many bytes it would have had
  int abort() {
    ByteBuf dropped = message;
    if (dropped == null) {
      return 0;
    }
    message = null;
    dropped.release();
    return bodyBytes;
  }
}
