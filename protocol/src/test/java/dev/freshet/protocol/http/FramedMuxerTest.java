package dev.freshet.protocol.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import dev.freshet.media.Muxer;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.flv.FlvFormat;
import dev.freshet.protocol.TestFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Netty's decoders are the judge.
class FramedMuxerTest {
  private static final TestFrames FRAMES = new TestFrames(VideoCodec.AVC, AudioCodec.AAC);

  /// Tags of 1 to 5 hexadecimal digits, and around each form of a WebSocket length.
  private static final int[] PAYLOADS = {
    0, 1, 104, 105, 106, 200, 4_000, 65_514, 65_515, 65_516, 99_999
  };

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void chunksHoldThePreambleAndOneFrameEach(boolean clock) {
    FlvFormat flv = new FlvFormat(false, true, clock);
    assertThat(chunks(bytes(new ChunkedFormat(flv).newMuxer()))).isEqualTo(pieces(flv.newMuxer()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void webSocketFramesHoldThePreambleAndOneFrameEach(boolean clock) {
    FlvFormat flv = new FlvFormat(false, true, clock);
    assertThat(webSocketFrames(bytes(new WebSocketFormat(flv).newMuxer())))
        .isEqualTo(pieces(flv.newMuxer()));
  }

  @Test
  void writesNothingForAFrameThatFlvCannotCarry() {
    TestFrames frames = FRAMES;
    ByteBuf out = Unpooled.buffer();
    Frame tooLarge = frames.video(0, 0xFFFFFF);
    new ChunkedFormat(FlvFormat.STANDARD).newMuxer().frame(tooLarge, out);
    assertThat(out.isReadable()).isFalse();
  }

  @Test
  void namesItsFormats() {
    assertThat(new ChunkedFormat(FlvFormat.STANDARD).key()).isEqualTo("flv+chunked");
    assertThat(new WebSocketFormat(FlvFormat.STANDARD).key()).isEqualTo("flv+ws");
    assertThat(new ChunkedFormat(FlvFormat.STANDARD))
        .isEqualTo(new ChunkedFormat(FlvFormat.STANDARD));
  }

  private static List<ByteBuf> pieces(Muxer muxer) {
    List<ByteBuf> pieces = new ArrayList<>();
    ByteBuf preamble = Unpooled.buffer();
    muxer.preamble(FRAMES.video(0, 1), preamble);
    pieces.add(preamble);
    for (int payloadBytes : PAYLOADS) {
      ByteBuf piece = Unpooled.buffer();
      muxer.frame(FRAMES.video(40, payloadBytes), piece);
      pieces.add(piece);
    }
    ByteBuf change = Unpooled.buffer();
    muxer.headerChange(FRAMES.video(80, 1), change);
    pieces.add(change);
    return pieces;
  }

  private static ByteBuf bytes(Muxer muxer) {
    ByteBuf all = Unpooled.buffer();
    muxer.preamble(FRAMES.video(0, 1), all);
    for (int payloadBytes : PAYLOADS) {
      muxer.frame(FRAMES.video(40, payloadBytes), all);
    }
    muxer.headerChange(FRAMES.video(80, 1), all);
    return all;
  }

  private static List<ByteBuf> chunks(ByteBuf body) {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder(4_096, 8_192, 1 << 20));
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    channel.writeInbound(Unpooled.copiedBuffer(head, US_ASCII));
    channel.readInbound();
    List<ByteBuf> chunks = new ArrayList<>();
    channel.writeInbound(body, Unpooled.copiedBuffer("0\r\n\r\n", US_ASCII));
    HttpContent content = channel.readInbound();
    while (!(content instanceof LastHttpContent)) {
      chunks.add(unpooled(content.content()));
      content = channel.readInbound();
    }
    channel.finishAndReleaseAll();
    return chunks;
  }

  private static List<ByteBuf> webSocketFrames(ByteBuf body) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .maxFramePayloadLength(1 << 20)
            .build();
    EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
    channel.writeInbound(body);
    List<ByteBuf> frames = new ArrayList<>();
    Object frame = channel.readInbound();
    while (frame instanceof BinaryWebSocketFrame binary) {
      frames.add(unpooled(binary.content()));
      frame = channel.readInbound();
    }
    assertThat(frame).isNull();
    channel.finishAndReleaseAll();
    return frames;
  }

  private static ByteBuf unpooled(ByteBuf content) {
    ByteBuf copy = Unpooled.copiedBuffer(content);
    content.release();
    return copy;
  }
}
