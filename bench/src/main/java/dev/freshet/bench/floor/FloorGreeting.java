package dev.freshet.bench.floor;

import dev.freshet.bench.wire.FlvWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a floor says before the bytes that count. Stateless.
final class FloorGreeting {
  private FloorGreeting() {}

  /// To a viewer.
  static byte[] toViewer() {
    byte[] head =
        "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] flv = FlvWriter.fileHeader();
    byte[] greeting = Arrays.copyOf(head, head.length + flv.length);
    System.arraycopy(flv, 0, greeting, head.length, flv.length);
    return greeting;
  }

  /// To the publisher.
  static byte[] toPublisher() {
    return new byte[] {'K'};
  }
}
