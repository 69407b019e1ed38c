package dev.freshet.bench.wire;

import dev.freshet.media.ProtocolException;

/// Takes HTTP's chunked coding off (RFC 9112, 7.1). Owned by its connection.
public final class ChunkedParser implements WireParser {
  private enum State {
    SIZE,
    EXTENSION,
    DATA,
    END_OF_DATA
  }

  private static final int MAX_CHUNK_BYTES = 1 << 28;

  private final WireParser content;
  private State state = State.SIZE;
  private int remaining;

  public ChunkedParser(WireParser content) {
    this.content = content;
  }

  @Override
  public void accept(byte[] bytes, int from, int to, long nowNs) {
    int at = from;
    while (at < to) {
      if (state == State.DATA) {
        at = readData(bytes, at, to, nowNs);
      } else {
        readByte(bytes[at++]);
      }
    }
  }

  private int readData(byte[] bytes, int at, int to, long nowNs) {
    int next = at + Math.min(to - at, remaining);
    content.accept(bytes, at, next, nowNs);
    remaining -= next - at;
    if (remaining == 0) {
      state = State.END_OF_DATA;
    }
    return next;
  }

  private void readByte(byte b) {
    if (b == '\n') {
      state = state == State.END_OF_DATA || remaining == 0 ? State.SIZE : State.DATA;
    } else if (state == State.SIZE && Character.digit(b, 16) >= 0) {
      addDigit(Character.digit(b, 16));
    } else if (b != '\r') {
      if (state == State.END_OF_DATA) {
        throw ProtocolException.malformed("http: byte " + b + " after a chunk (expected: CR LF)");
      }
      state = State.EXTENSION;
    }
  }

  private void addDigit(int digit) {
    if (remaining >= MAX_CHUNK_BYTES >> 4) { // before the shift: behind it, it may be negative
      throw ProtocolException.limit(
          "http.maxChunk",
          "a chunk of more than 16 x " + remaining + " (expected: < " + MAX_CHUNK_BYTES + ")");
    }
    remaining = remaining << 4 | digit;
  }
}
