package dev.freshet.cluster.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the records of a file, one after the other, up to its end or to the first that is not
/// whole. Owned by one thread.
public final class RecordReader {
  private final byte[] bytes;
  private int offset;

  public RecordReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads a file; none is like an empty one.
  public static RecordReader of(Path file) throws IOException {
    return new RecordReader(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
  }

  /// The next record; null at the end of what is whole.
  public @Nullable StoreRecord next() {
    if (bytes.length - offset < RecordCodec.HEAD_BYTES) {
      return null;
    }
    ByteBuffer head = ByteBuffer.wrap(bytes, offset, RecordCodec.HEAD_BYTES);
    int payloadBytes = head.getInt();
    if (!fits(payloadBytes) || RecordCodec.checksum(bytes, offset, payloadBytes) != head.getInt()) {
      return null;
    }
    int at = offset + RecordCodec.HEAD_BYTES;
    StoreRecord record = RecordCodec.decode(ByteBuffer.wrap(bytes, at, payloadBytes));
    if (record != null) {
      offset = at + payloadBytes;
    }
    return record;
  }

  private boolean fits(int payloadBytes) {
    return payloadBytes > 0
        && payloadBytes <= RecordCodec.MAX_PAYLOAD_BYTES
        && payloadBytes <= bytes.length - offset - RecordCodec.HEAD_BYTES;
  }

  /// How many bytes the records read so far take.
  public int wholeBytes() {
    return offset;
  }

  /// How many bytes follow them.
  public int leftBytes() {
    return bytes.length - offset;
  }

  /// The bytes that follow them.
  public byte[] left() {
    return Arrays.copyOfRange(bytes, offset, bytes.length);
  }
}
