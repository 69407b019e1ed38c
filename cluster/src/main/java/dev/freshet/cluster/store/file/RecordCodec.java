package dev.freshet.cluster.store.file;

import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Records to bytes and back. On disk a record is
///
/// ```
/// payload bytes (4) | CRC-32C of these 4 and the payload (4) | payload: kind (1), fields
/// ```
///
/// numbers big-endian, texts and values with their length (4) before them.
public final class RecordCodec {
  static final int HEAD_BYTES = 8;
  static final int MAX_PAYLOAD_BYTES = StoreValue.MAX_BYTES + StoreKey.MAX_CHARS + 64;

  private RecordCodec() {}

  /// The bytes of a record.
  public static byte[] encode(StoreRecord record) {
    return switch (record) {
      case StoreRecord.Header header -> header(header);
      case StoreRecord.Put put -> put(put.entry());
      case StoreRecord.Delete delete -> text('D', delete.revision(), delete.key().path());
      case StoreRecord.LeaseGranted granted ->
          numbers('G', granted.lease().value(), granted.ttlMs());
      case StoreRecord.LeaseEnded ended -> numbers('E', ended.revision(), ended.lease().value());
      case StoreRecord.Section section -> text('S', section.revision(), section.prefix().path());
      case StoreRecord.End end -> numbers('Z', end.records(), 0);
    };
  }

  /// Reads a payload.
  ///
  /// @return null if it is none of ours
  static @Nullable StoreRecord decode(ByteBuffer in) {
    try {
      StoreRecord record = decode((char) in.get(), in);
      return in.hasRemaining() ? null : record;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable StoreRecord decode(char kind, ByteBuffer in) {
    long first = in.getLong();
    return switch (kind) {
      case 'H' -> new StoreRecord.Header(text(in), first, in.getLong(), in.getLong());
      case 'P' -> new StoreRecord.Put(entry(first, in));
      case 'D' -> new StoreRecord.Delete(first, new StoreKey(text(in)));
      case 'G' -> new StoreRecord.LeaseGranted(new LeaseId(first), in.getLong());
      case 'E' -> new StoreRecord.LeaseEnded(first, new LeaseId(in.getLong()));
      case 'S' -> new StoreRecord.Section(new StorePrefix(text(in)), first);
      case 'Z' -> end(first, in.getLong());
      default -> null;
    };
  }

  private static @Nullable StoreRecord end(long records, long zero) {
    return zero == 0 ? new StoreRecord.End(records) : null;
  }

  private static Entry entry(long revision, ByteBuffer in) {
    LeaseId lease = new LeaseId(in.getLong());
    StoreKey key = new StoreKey(text(in));
    return new Entry(key, StoreValue.of(bytes(in)), revision, lease);
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] header(StoreRecord.Header header) {
    byte[] format = ascii(header.format());
    ByteBuffer out = start('H', 28 + format.length).putLong(header.revision());
    out.putInt(format.length).put(format).putLong(header.lastLease()).putLong(header.unixMs());
    return finish(out);
  }

  private static byte[] put(Entry entry) {
    byte[] key = ascii(entry.key().path());
    byte[] value = entry.value().toBytes();
    ByteBuffer out = start('P', 24 + key.length + value.length);
    out.putLong(entry.revision()).putLong(entry.lease().value());
    out.putInt(key.length).put(key).putInt(value.length).put(value);
    return finish(out);
  }

  private static byte[] text(char kind, long number, String text) {
    byte[] bytes = ascii(text);
    ByteBuffer out = start(kind, 12 + bytes.length);
    return finish(out.putLong(number).putInt(bytes.length).put(bytes));
  }

  private static byte[] numbers(char kind, long first, long second) {
    return finish(start(kind, 16).putLong(first).putLong(second));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer start(char kind, int fieldBytes) {
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + 1 + fieldBytes);
    return out.position(HEAD_BYTES).put((byte) kind);
  }

  private static byte[] finish(ByteBuffer out) {
    byte[] bytes = new byte[out.capacity()];
    int payloadBytes = bytes.length - HEAD_BYTES;
    out.putInt(0, payloadBytes).get(0, bytes);
    out.putInt(4, checksum(bytes, 0, payloadBytes)).get(0, bytes);
    return bytes;
  }

  /// Of the record whose head is at `offset`: its length covers for the payload's place, too.
  static int checksum(byte[] bytes, int offset, int payloadBytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, 4);
    crc.update(bytes, offset + HEAD_BYTES, payloadBytes);
    return (int) crc.getValue();
  }
}
