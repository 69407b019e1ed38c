package dev.freshet.protocol.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A peer that uses everything the chunk layer allows: all header types and id forms, interleaved
/// messages, a new chunk size between any two chunks, aborts, extended timestamps that it repeats
/// or not. It records what a decoder must make of its bytes.
final class RandomPeer {
  private static final int[] IDS = {3, 4, 63, 64, 319, 320, 65_599};
  private static final long[] STEPS_MS = {0, 20, 23, 40, 0xFFFFFE, 0xFFFFFF, 0x1ABCDEF, 0x7FFFFFFF};

  final ByteBuf bytes = Unpooled.buffer();
  final List<Message> expected = new ArrayList<>();

  private final Random random;
  private final boolean repeatsTimestamp;
  private final Map<Integer, Sending> streams = new HashMap<>();
  private int chunkSize = 128;

  RandomPeer(Random random, boolean repeatsTimestamp) {
    this.random = random;
    this.repeatsTimestamp = repeatsTimestamp;
  }

  void send(int chunks) {
    for (int i = 0; i < chunks; i++) {
      int id = IDS[random.nextInt(IDS.length)];
      Sending sending = streams.computeIfAbsent(id, Sending::new);
      if (random.nextInt(20) == 0) {
        changeChunkSize();
      } else if (sending.left > 0 && random.nextInt(30) == 0) {
        abort(sending);
      } else if (sending.left > 0) {
        sending.chunk(3);
      } else {
        sending.begin();
      }
    }
    streams.values().forEach(Sending::finish);
    // a last message, as a decoder may wait for more where payload begins like a timestamp
    ChunkHeader.write(bytes, 2, 0, 0, 3, 0);
    expected.add(new Message(3, 0, 0, ""));
  }

  private void changeChunkSize() {
    int bytes = 1 + random.nextInt(random.nextBoolean() ? 10 : 5_000);
    control(1, bytes);
    chunkSize = bytes;
  }

  private void abort(Sending sending) {
    control(2, sending.id);
    sending.left = 0;
  }

  private void control(int type, int value) {
    ChunkEncoder encoder = new ChunkEncoder();
    encoder.chunkSize(chunkSize); // which may be below the four bytes of the message itself
    encoder.encode(2, type, 0, 0, Unpooled.copyInt(value), bytes);
  }

  private final class Sending {
    private final int id;
    private byte[] body = new byte[0];
    private int left;
    private boolean fresh = true;
    private int type;
    private int streamId;
    private long timestampMs;
    private long field;
    private boolean wasAbsolute;

    Sending(int id) {
      this.id = id;
    }

    /// An empty message gets a header: after a bare type 3, nobody could tell whether the next
    /// header is a timestamp.
    void begin() {
      int headerType = random.nextInt(fresh ? 2 : body.length == 0 ? 3 : 4);
      fresh = false;
      if (headerType < 2) {
        body = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(700)];
        type = 8 + random.nextInt(2);
      }
      if (headerType == 0) {
        streamId = random.nextInt();
        field = random.nextInt() & 0xFFFF_FFFFL;
        timestampMs = field;
      } else {
        advance(headerType);
      }
      random.nextBytes(body);
      left = body.length;
      chunk(headerType);
    }

    private void advance(int headerType) {
      if (headerType < 3) {
        field = STEPS_MS[random.nextInt(STEPS_MS.length)];
      }
      // after a type 0 header a type 3 repeats a large time, and adds a small one
      boolean again = headerType == 3 && wasAbsolute && field > 1_000;
      timestampMs = timestampMs + (again ? 0 : field) & 0xFFFF_FFFFL;
    }

    void chunk(int headerType) {
      basicHeader(headerType);
      boolean extended = field >= 0xFFFFFF;
      if (headerType < 3) {
        bytes.writeMedium(extended ? 0xFFFFFF : (int) field);
        wasAbsolute = headerType == 0;
      }
      if (headerType < 2) {
        bytes.writeMedium(body.length).writeByte(type);
      }
      if (headerType == 0) {
        bytes.writeIntLE(streamId);
      }
      if (extended && (headerType < 3 || repeatsTimestamp)) {
        bytes.writeInt((int) field);
      }
      payload();
    }

    private void basicHeader(int headerType) {
      int high = headerType << 6;
      if (id >= 320 || (id >= 64 && random.nextBoolean())) {
        bytes.writeByte(high | 1).writeShortLE(id - 64);
      } else if (id >= 64) {
        bytes.writeByte(high).writeByte(id - 64);
      } else {
        bytes.writeByte(high | id);
      }
    }

    private void payload() {
      int count = Math.min(chunkSize, left);
      bytes.writeBytes(body, body.length - left, count);
      left -= count;
      if (left == 0) {
        expected.add(new Message(type, timestampMs, streamId, ByteBufUtil.hexDump(body)));
      }
    }

    void finish() {
      while (left > 0) {
        chunk(3);
      }
    }
  }
}
