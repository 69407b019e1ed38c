package dev.freshet.bench.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.ProtocolException;

/// Whatever bytes come: silence, or a [ProtocolException].
class WireParsersFuzzTest {
  private static final FrameListener DEAF = (_, _, _, _, _) -> {};

  @FuzzTest
  void flv(byte[] bytes) {
    read(new FlvParser(DEAF), bytes);
  }

  @FuzzTest
  void chunked(byte[] bytes) {
    read(new ChunkedParser(new FlvParser(DEAF)), bytes);
  }

  @FuzzTest
  void webSocket(byte[] bytes) {
    read(new WebSocketParser(new FlvParser(DEAF)), bytes);
  }

  @FuzzTest
  void rtmp(byte[] bytes) {
    RtmpListener reader =
        new RtmpListener() {
          @Override
          public void message(int type, byte[] body, int length) {
            var _ = RtmpCommands.text(body, length);
            if (RtmpCommands.isCommand(body, length, "_result")) {
              int _ = RtmpCommands.transaction(body) + RtmpCommands.createdStream(body);
            }
          }

          @Override
          public void media() {}
        };
    read(new RtmpParser(DEAF, reader), bytes);
  }

  private static void read(WireParser parser, byte[] bytes) {
    try {
      parser.accept(bytes, 0, bytes.length, 1);
    } catch (ProtocolException expected) {
      // the peer's fault
    }
  }
}
