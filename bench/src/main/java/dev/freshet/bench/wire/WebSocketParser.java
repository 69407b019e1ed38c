package dev.freshet.bench.wire;

import dev.freshet.media.ProtocolException;

/// Takes WebSocket framing off, as a client reads it (RFC 6455, 5.2). Owned by its connection.
public final class WebSocketParser implements WireParser {
  private static final int CONTROL = 0x8;
  private static final int CLOSE = 0x8;

  private final WireParser content;
  private final byte[] header = new byte[10];
  private int headerBytes;
  private long remaining;

  public WebSocketParser(WireParser content) {
    this.content = content;
  }

  @Override
  public void accept(byte[] bytes, int from, int to, long nowNs) {
    int at = from;
    while (at < to) {
      if (remaining > 0) {
        at = readPayload(bytes, at, to, nowNs);
      } else {
        readHeaderByte(bytes[at++]);
      }
    }
  }

  private int readPayload(byte[] bytes, int at, int to, long nowNs) {
    int next = (int) Math.min(to, at + remaining);
    if ((header[0] & CONTROL) == 0) {
      content.accept(bytes, at, next, nowNs);
    }
    remaining -= next - at;
    return next;
  }

  private void readHeaderByte(byte b) {
    header[headerBytes++] = b;
    if (headerBytes < 2) {
      return;
    }
    int length = header[1];
    if (length < 0) {
      throw ProtocolException.malformed("websocket: masked by the server (expected: unmasked)");
    }
    int lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (headerBytes == 2 + lengthBytes) {
      beginPayload(length, lengthBytes);
    }
  }

  private void beginPayload(int length, int lengthBytes) {
    if ((header[0] & 0xf) == CLOSE) {
      throw ProtocolException.unsupported("websocket: closed by the server");
    }
    long extended = 0;
    for (int i = 0; i < lengthBytes; i++) {
      extended = extended << 8 | header[2 + i] & 0xff;
    }
    if (extended < 0) {
      throw ProtocolException.malformed("websocket: a length with its top bit set (expected: 0)");
    }
    remaining = lengthBytes == 0 ? length : extended;
    headerBytes = 0;
  }
}
