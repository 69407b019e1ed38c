package dev.freshet.bench.gop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.testkit.ManualClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlvJoinTest {
  private static final PushedStream STREAM = new PushedStream(2_000, "showroom");
  private static final byte[] AVC_CONFIG = {1, 66, 0, 30, -1, (byte) 0xe0, 0};

  private final ManualClock clock = new ManualClock();
  private ServerSocket node;

  @BeforeEach
  void listen() throws IOException {
    node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  @Test
  void tellsTheAgeOfTheFirstKeyframeAndTheBytesUpToTheLiveEdge() throws IOException {
    long nowUs = clock.unixUs();
    ByteBuf flv = Unpooled.buffer().writeBytes(new byte[] {'F', 'L', 'V', 1, 1, 0, 0, 0, 9});
    flv.writeInt(0);
    picture(flv, 0x17, 0, AVC_CONFIG);
    clockTag(flv, nowUs - 1_500_000);
    picture(flv, 0x17, 1, new byte[400]);
    clockTag(flv, nowUs - 40_000);
    picture(flv, 0x27, 1, new byte[100]);
    clockTag(flv, nowUs + 1_000);
    picture(flv, 0x27, 1, new byte[100]);
    answer("HTTP/1.1 200 OK", flv);

    JoinSample sample = FlvJoin.run(STREAM, node.getLocalPort(), clock);

    assertThat(sample.stream()).isEqualTo(STREAM);
    assertThat(sample.joinDelayMs()).isEqualTo(1_500);
    assertThat(sample.burstKbytes()).isEqualTo(0.5);
  }

  @Test
  void saysWhatTheNodeAnswered() {
    answer("HTTP/1.1 404 Not Found", Unpooled.buffer());
    assertThatThrownBy(() -> FlvJoin.run(STREAM, node.getLocalPort(), clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("404");
  }

  /// Answers the next connection, in one chunk.
  private void answer(String status, ByteBuf body) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket viewer = node.accept()) {
            viewer.getInputStream().read(new byte[1_000]);
            String size = Integer.toHexString(body.readableBytes());
            String head = status + "\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\n";
            viewer.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            body.readBytes(viewer.getOutputStream(), body.readableBytes());
            viewer.getInputStream().read(); // until the viewer goes
          } catch (IOException _) {
            // it went
          }
        });
  }

  private static void picture(ByteBuf flv, int first, int packetType, byte[] payload) {
    ByteBuf body = Unpooled.buffer().writeByte(first).writeByte(packetType).writeMedium(0);
    tag(flv, 9, body.writeBytes(payload));
  }

  private static void clockTag(ByteBuf flv, long unixUs) {
    tag(flv, 15, Unpooled.buffer().writeLong(unixUs));
  }

  private static void tag(ByteBuf flv, int type, ByteBuf body) {
    int bytes = body.readableBytes();
    flv.writeByte(type).writeMedium(bytes).writeInt(0).writeMedium(0).writeBytes(body);
    flv.writeInt(11 + bytes);
  }
}
