package dev.freshet.bench.wire;

import dev.freshet.media.ProtocolException;

/// Follows an FLV stream from tag to tag (FLV 10.1, annex E). Owned by its connection.
public final class FlvParser implements WireParser {
  private enum State {
    FILE_HEADER,
    TAG_HEADER,
    BODY,
    PREVIOUS_TAG_SIZE
  }

  private static final int FILE_HEADER_BYTES = 9 + 4; // with PreviousTagSize0
  private static final int TAG_HEADER_BYTES = 11;

  private final FrameListener listener;
  private final BodyHead head = new BodyHead();
  private final byte[] header = new byte[FILE_HEADER_BYTES];
  private State state = State.FILE_HEADER;
  private int done; // bytes of the present state that have been taken
  private int type;
  private int timestampMs;
  private int bodyBytes;

  public FlvParser(FrameListener listener) {
    this.listener = listener;
  }

  @Override
  public void accept(byte[] bytes, int from, int to, long nowNs) {
    int at = from;
    while (at < to) {
      at =
          switch (state) {
            case FILE_HEADER -> readFileHeader(bytes, at, to);
            case TAG_HEADER -> readTagHeader(bytes, at, to, nowNs);
            case BODY -> readBody(bytes, at, to, nowNs);
            case PREVIOUS_TAG_SIZE -> skipPreviousTagSize(at, to);
          };
    }
  }

  private int readFileHeader(byte[] bytes, int at, int to) {
    int next = fill(bytes, at, to, FILE_HEADER_BYTES);
    if (done == FILE_HEADER_BYTES) {
      if (header[0] != 'F' || header[1] != 'L' || header[2] != 'V') {
        throw ProtocolException.malformed("flv: no FLV signature (expected: FLV)");
      }
      enter(State.TAG_HEADER);
    }
    return next;
  }

  private int readTagHeader(byte[] bytes, int at, int to, long nowNs) {
    int next = fill(bytes, at, to, TAG_HEADER_BYTES);
    if (done == TAG_HEADER_BYTES) {
      type = header[0] & 0x1f;
      if (type != 8 && type != 9 && type != 18) {
        throw ProtocolException.malformed("flv: tag type " + type + " (expected: 8, 9 or 18)");
      }
      bodyBytes = unsigned24(1);
      timestampMs = unsigned24(4) | (header[7] & 0xff) << 24; // TimestampExtended is the top byte
      head.clear();
      enter(State.BODY);
      endBodyIfWhole(nowNs);
    }
    return next;
  }

  private int readBody(byte[] bytes, int at, int to, long nowNs) {
    int next = at + Math.min(to - at, bodyBytes - done);
    head.append(bytes, at, next);
    done += next - at;
    endBodyIfWhole(nowNs);
    return next;
  }

  private void endBodyIfWhole(long nowNs) {
    if (done == bodyBytes) {
      head.emit(type, timestampMs, nowNs, listener);
      enter(State.PREVIOUS_TAG_SIZE);
    }
  }

  private int skipPreviousTagSize(int at, int to) {
    int next = at + Math.min(to - at, 4 - done);
    done += next - at;
    if (done == 4) {
      enter(State.TAG_HEADER);
    }
    return next;
  }

  private int fill(byte[] bytes, int at, int to, int wanted) {
    int count = Math.min(to - at, wanted - done);
    System.arraycopy(bytes, at, header, done, count);
    done += count;
    return at + count;
  }

  private void enter(State next) {
    state = next;
    done = 0;
  }

  private int unsigned24(int at) {
    return (header[at] & 0xff) << 16 | (header[at + 1] & 0xff) << 8 | header[at + 2] & 0xff;
  }
}
