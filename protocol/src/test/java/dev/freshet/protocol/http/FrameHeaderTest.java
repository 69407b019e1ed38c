package dev.freshet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameHeaderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 9, 15, 16, 255, 256, 4095, 4096, 65_535, 65_536, 1_000_000})
  void marksChunksOffAsHttpDoes(int bytes) {
    EmbeddedChannel peer = new EmbeddedChannel(new HttpRequestDecoder(4096, 8192, 2_000_000));
    peer.writeInbound(ascii("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
    peer.writeInbound(framed(FrameHeader.CHUNKED, bytes), ascii("0\r\n\r\n"));
    HttpRequest head = peer.readInbound();
    assertThat(head.method()).isEqualTo(HttpMethod.POST);
    int received = 0;
    for (HttpContent part = peer.readInbound(); part != null; part = peer.readInbound()) {
      assertThat(part.decoderResult().isSuccess()).isTrue();
      received += part.content().readableBytes();
      part.release();
    }
    assertThat(received).isEqualTo(bytes);
    peer.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 65_535, 65_536, 1_000_000})
  void marksMessagesOffAsWebSocketsDo(int bytes) {
    WebSocketDecoderConfig unmasked =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .maxFramePayloadLength(2_000_000)
            .build();
    EmbeddedChannel peer = new EmbeddedChannel(new WebSocket13FrameDecoder(unmasked));
    peer.writeInbound(framed(FrameHeader.WEB_SOCKET, bytes));
    BinaryWebSocketFrame message = peer.readInbound();
    assertThat(message.isFinalFragment()).isTrue();
    assertThat(message.content().readableBytes()).isEqualTo(bytes);
    message.release();
    peer.finishAndReleaseAll();
  }

  private static ByteBuf framed(FrameHeader framing, int bytes) {
    ByteBuf out = Unpooled.buffer();
    framing.begin(bytes, out);
    out.writeZero(bytes);
    framing.end(out);
    return out;
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
