package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.protocol.TestFrames;
import dev.freshet.protocol.rtmp.chunk.ChunkDecoder;
import dev.freshet.protocol.rtmp.chunk.ChunkHeader;
import dev.freshet.protocol.rtmp.chunk.ChunkLimits;
import dev.freshet.protocol.rtmp.chunk.Message;
import dev.freshet.protocol.rtmp.message.MessageType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpMuxerTest {
  private static final TestFrames FRAMES = new TestFrames(VideoCodec.AVC, AudioCodec.AAC);
  private static final ChunkLimits LIMITS =
      new ChunkLimits(RtmpMuxer.CHUNK_SIZE, RtmpMuxer.CHUNK_SIZE, 8, RtmpMuxer.CHUNK_SIZE);

  private final RtmpMuxer muxer = RtmpFormat.STANDARD.newMuxer();
  private final ByteBuf out = Unpooled.buffer();

  @Test
  void beginsWithMetadataAtZeroAndHeadersAtTheEntryFramesTime() {
    muxer.preamble(FRAMES.video(5_000, 10), out);
    List<Message> messages = decode();
    assertThat(messages).extracting(Message::type).containsExactly(18, 9, 8);
    assertThat(messages).extracting(Message::timestampMs).containsExactly(0L, 5_000L, 5_000L);
    assertThat(messages).extracting(Message::streamId).containsOnly(1);
    assertThat(messages.get(0).bodyHex()).startsWith("02000a6f6e4d65746144617461"); // onMetaData
    assertThat(messages.get(1).bodyHex()).isEqualTo("1700000000010203");
    assertThat(messages.get(2).bodyHex()).isEqualTo("af001210");
  }

  @Test
  void writesChangedHeadersAgainWithTheirFramesTime() {
    muxer.headerChange(FRAMES.video(5_000, 10), out);
    List<Message> messages = decode();
    assertThat(messages).extracting(Message::timestampMs).containsExactly(5_000L, 5_000L);
    assertThat(messages)
        .extracting(Message::bodyHex)
        .containsExactly("1700000000010203", "af001210");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 40, 0xFFFFFE, 0xFFFFFF, 0x1_0000_0000L, 0x1_00FF_FFFFL})
  void writesEachFrameAsOneMessageInOneChunk(long dtsMs) {
    muxer.frame(FRAMES.video(dtsMs, 5_000), out);
    muxer.frame(FRAMES.audio(dtsMs, 300), out);
    List<Message> messages = decode();
    assertThat(messages).extracting(Message::type).containsExactly(9, 8);
    assertThat(messages).extracting(Message::timestampMs).containsOnly(dtsMs & 0xFFFF_FFFFL);
    assertThat(messages.get(0).bodyHex()).startsWith("1701000000000102").hasSize(2 * 5_005);
    assertThat(messages.get(1).bodyHex()).startsWith("af01000102").hasSize(2 * 302);
  }

  @ParameterizedTest
  @ValueSource(longs = {40, 0xFFFFFF})
  void knowsTheSizeOfWhatItWrites(long dtsMs) {
    for (RtmpFormat format : List.of(RtmpFormat.STANDARD, new RtmpFormat(true, true))) {
      for (Frame frame : List.of(FRAMES.video(dtsMs, 77), FRAMES.audio(dtsMs, 9))) {
        out.clear();
        format.newMuxer().frame(frame, out);
        assertThat(format.newMuxer().frameBytes(frame)).isEqualTo(out.readableBytes());
      }
    }
  }

  @Test
  void leavesOutAFrameThatDoesNotFitOneChunk() {
    muxer.frame(FRAMES.video(0, RtmpMuxer.CHUNK_SIZE - 4), out);
    assertThat(out.isReadable()).isFalse();
    muxer.frame(FRAMES.video(0, RtmpMuxer.CHUNK_SIZE - 5), out);
    assertThat(decode()).hasSize(1);
  }

  @Test
  void saysWhenAFrameReachedItsOrigin() {
    new RtmpFormat(false, true).newMuxer().frame(FRAMES.video(40, 1), out);
    long ingestUnixUs = 1_800_000_000_040_000L;
    assertThat(decode().getFirst())
        .isEqualTo(
            new Message(
                MessageType.USER_CONTROL, 0, 0, "465300000028%016x".formatted(ingestUnixUs)));
  }

  @Test
  void ourPlayerReadsTheIngestTime() {
    Conversation talk = new Conversation(RtmpClientSession.Role.PLAY);
    new RtmpFormat(false, true).newMuxer().frame(FRAMES.audio(40, 1), out);
    talk.serverWrites(out);
    talk.pump();
    assertThat(talk.transcript)
        .containsExactly("start", "clock @40 1800000000040000", "media 8 @40 af0100");
    talk.close();
  }

  @Test
  void writesHevcByTheDialect() {
    TestFrames hevc = new TestFrames(VideoCodec.HEVC, AudioCodec.AAC);
    muxer.frame(hevc.video(0, 1), out);
    new RtmpFormat(true, false).newMuxer().frame(hevc.video(0, 1), out);
    assertThat(decode())
        .extracting(Message::bodyHex)
        .containsExactly("936876633100", "1c0100000000");
  }

  @Test
  void namesItsFormats() {
    assertThat(RtmpFormat.STANDARD.key()).isEqualTo("rtmp");
    assertThat(new RtmpFormat(true, true).key()).isEqualTo("rtmp+hevc12+clock");
  }

  private List<Message> decode() {
    Message.Collector received = new Message.Collector();
    ChunkDecoder decoder = new ChunkDecoder(new UnpooledByteBufAllocator(false), LIMITS, received);
    ByteBuf setChunkSize = Unpooled.buffer();
    ChunkHeader.write(setChunkSize, 2, 0, 4, 1, 0);
    decoder.read(setChunkSize.writeInt(RtmpMuxer.CHUNK_SIZE));
    decoder.read(out.duplicate());
    return received.messages;
  }
}
