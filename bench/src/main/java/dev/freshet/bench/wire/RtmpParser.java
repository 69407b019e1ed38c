package dev.freshet.bench.wire;

import dev.freshet.media.ProtocolException;
import org.jspecify.annotations.Nullable;

/// Follows an RTMP chunk stream from message to message, after the handshake (RTMP 1.0, 5.3). Owned
/// by its connection.
public final class RtmpParser implements WireParser {
  private enum State {
    BASIC_HEADER,
    MESSAGE_HEADER,
    EXTENDED_TIMESTAMP,
    DATA
  }

  private static final int MAX_CHUNK_STREAMS = 64; // the one-byte form of the basic header
  private static final int SET_CHUNK_SIZE = 1;
  private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0};

  private final FrameListener frames;
  private final RtmpListener messages;
  private final @Nullable ChunkStream[] streams = new ChunkStream[MAX_CHUNK_STREAMS];
  private final byte[] header = new byte[11];
  private ChunkStream current = new ChunkStream();
  private State state = State.BASIC_HEADER;
  private int format;
  private int done;
  private int chunkBytes = 128;

  public RtmpParser(FrameListener frames, RtmpListener messages) {
    this.frames = frames;
    this.messages = messages;
  }

  @Override
  public void accept(byte[] bytes, int from, int to, long nowNs) {
    int at = from;
    while (at < to) {
      at =
          switch (state) {
            case BASIC_HEADER -> readBasicHeader(bytes[at], at);
            case MESSAGE_HEADER -> readMessageHeader(bytes, at, to, nowNs);
            case EXTENDED_TIMESTAMP -> readExtendedTimestamp(bytes, at, to, nowNs);
            case DATA -> readData(bytes, at, to, nowNs);
          };
    }
  }

  private int readBasicHeader(byte b, int at) {
    format = (b & 0xff) >>> 6;
    int id = b & 0x3f;
    if (id < 2) {
      throw ProtocolException.unsupported("rtmp: chunk stream id of two bytes");
    }
    ChunkStream stream = streams[id];
    if (stream == null) {
      stream = new ChunkStream();
      streams[id] = stream;
    }
    current = stream;
    enter(State.MESSAGE_HEADER);
    if (format == 3) {
      afterMessageHeader(0);
    }
    return at + 1;
  }

  private int readMessageHeader(byte[] bytes, int at, int to, long nowNs) {
    int wanted = MESSAGE_HEADER_BYTES[format];
    int next = fill(bytes, at, to, wanted);
    if (done == wanted) {
      current.read(header, format);
      afterMessageHeader(nowNs);
    }
    return next;
  }

  private void afterMessageHeader(long nowNs) {
    if (current.extended) {
      enter(State.EXTENDED_TIMESTAMP);
    } else {
      beginChunk(nowNs);
    }
  }

  private int readExtendedTimestamp(byte[] bytes, int at, int to, long nowNs) {
    int next = fill(bytes, at, to, 4);
    if (done == 4) {
      current.timeField =
          (header[0] & 0xff) << 24
              | (header[1] & 0xff) << 16
              | (header[2] & 0xff) << 8
              | header[3] & 0xff;
      beginChunk(nowNs);
    }
    return next;
  }

  private void beginChunk(long nowNs) {
    current.beginChunk(format);
    enter(State.DATA);
    if (current.length == 0) {
      endMessage(nowNs);
    }
  }

  private int readData(byte[] bytes, int at, int to, long nowNs) {
    int left = Math.min(chunkBytes - done, current.length - current.received);
    int next = at + Math.min(to - at, left);
    current.append(bytes, at, next);
    done += next - at;
    if (current.received == current.length) {
      endMessage(nowNs);
    } else if (done == chunkBytes) {
      enter(State.BASIC_HEADER);
    }
    return next;
  }

  private void endMessage(long nowNs) {
    ChunkStream message = current;
    enter(State.BASIC_HEADER);
    message.received = 0;
    if (message.type == 8 || message.type == 9) {
      message.media.emit(message.type, message.timestampMs, nowNs, frames);
      messages.media();
    } else if (message.type == SET_CHUNK_SIZE) {
      chunkBytes = Math.max(1, message.unsigned31());
    } else {
      messages.message(message.type, message.text, message.textLength());
    }
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

  /// The message that is half-read on one chunk stream.
  private static final class ChunkStream {
    private static final int MAX_TEXT_BYTES = 1_024;
    private static final byte[] NOTHING = new byte[0];

    final BodyHead media = new BodyHead();
    byte[] text = NOTHING; // of anything but media
    int timeField;
    int timestampMs;
    boolean extended;
    int length;
    int type;
    int received;

    void read(byte[] header, int format) {
      if (received > 0) {
        throw ProtocolException.malformed(
            "rtmp: chunk type " + format + " within a message (expected: 3)");
      }
      timeField = unsigned24(header, 0);
      extended = timeField == 0xffffff;
      if (format < 2) {
        length = unsigned24(header, 3);
        type = header[6] & 0xff;
      }
    }

    void beginChunk(int format) {
      if (received > 0) {
        return; // the chunk goes on with a message
      }
      timestampMs = format == 0 ? timeField : timestampMs + timeField;
      media.clear();
      if (type != 8 && type != 9 && text.length == 0) {
        text = new byte[MAX_TEXT_BYTES];
      }
    }

    void append(byte[] bytes, int from, int to) {
      if (type == 8 || type == 9) {
        media.append(bytes, from, to);
      } else if (received < MAX_TEXT_BYTES) {
        System.arraycopy(
            bytes, from, text, received, Math.min(to - from, MAX_TEXT_BYTES - received));
      }
      received += to - from;
    }

    int textLength() {
      return Math.min(length, MAX_TEXT_BYTES);
    }

    int unsigned31() {
      return (text[0] & 0x7f) << 24
          | (text[1] & 0xff) << 16
          | (text[2] & 0xff) << 8
          | text[3] & 0xff;
    }

    private static int unsigned24(byte[] bytes, int at) {
      return (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
    }
  }
}
