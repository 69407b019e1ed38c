package dev.freshet.bench.load;

import dev.freshet.bench.wire.ChunkedParser;
import dev.freshet.bench.wire.FlvParser;
import dev.freshet.bench.wire.FrameListener;
import dev.freshet.bench.wire.WebSocketParser;
import dev.freshet.bench.wire.WireParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Plays HTTP-FLV or WebSocket-FLV. Owned by its connection.
final class HttpConversation implements Conversation {
  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final byte[] request;
  private final FrameListener frames;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private @Nullable WireParser body;
  private @Nullable String refusal;
  private int matched; // bytes of END_OF_HEAD seen in a row
  private boolean bodyBegun;

  private HttpConversation(String request, FrameListener frames) {
    this.request = request.getBytes(StandardCharsets.US_ASCII);
    this.frames = frames;
  }

  static HttpConversation get(String host, String path, FrameListener frames) {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: freshet-bench\r\n"
            + "Accept: */*\r\n\r\n";
    return new HttpConversation(request, frames);
  }

  static HttpConversation webSocket(String host, String path, FrameListener frames) {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: freshet-bench\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: ZnJlc2hldC1iZW5jaC1rZQ==\r\n\r\n";
    return new HttpConversation(request, frames);
  }

  @Override
  public byte[] opening() {
    return request;
  }

  @Override
  public byte[] hear(byte[] bytes, int from, int to, long nowNs) {
    int at = body == null ? readHead(bytes, from, to) : from;
    WireParser parser = body;
    if (parser != null && at < to) {
      bodyBegun = true;
      parser.accept(bytes, at, to, nowNs);
    }
    return SILENCE;
  }

  @Override
  public boolean isUnderWay() {
    return bodyBegun;
  }

  @Override
  public @Nullable String refusal() {
    return refusal;
  }

  private int readHead(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      matched = bytes[at] == END_OF_HEAD[matched] ? matched + 1 : bytes[at] == '\r' ? 1 : 0;
      head.write(bytes[at]);
      if (matched == END_OF_HEAD.length) {
        beginBody(head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        return at + 1;
      }
    }
    if (head.size() > MAX_HEAD_BYTES) {
      refusal = "a head of more than " + MAX_HEAD_BYTES + " bytes";
    }
    return to;
  }

  private void beginBody(String text) {
    FlvParser flv = new FlvParser(frames);
    if (text.startsWith("http/1.1 101")) {
      body = new WebSocketParser(flv);
    } else if (!text.startsWith("http/1.1 200") && !text.startsWith("http/1.0 200")) {
      refusal = text.lines().findFirst().orElse("an empty status line");
    } else {
      body = text.contains("transfer-encoding: chunked") ? new ChunkedParser(flv) : flv;
    }
  }
}
