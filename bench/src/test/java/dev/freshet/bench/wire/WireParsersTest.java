package dev.freshet.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.stream.SyntheticStream;
import dev.freshet.media.ProtocolException;
import dev.freshet.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class WireParsersTest {
  private static final int FRAMES = 12;

  @Test
  void flvTellsOfEveryFrameHoweverItIsCut() {
    assertHeardHoweverCut(flv(0), FlvParser::new, expected(0));
  }

  @Test
  void flvReadsTimesAboveTheTwentyFourthBit() {
    int fromMs = 0x1000000;
    assertThat(heardWhole(flv(fromMs), FlvParser::new)).isEqualTo(expected(fromMs));
  }

  @Test
  void chunkedHttpIsTakenOffHoweverItIsCut() {
    byte[] chunked = inPieces(flv(0), WireParsersTest::httpChunk);
    assertHeardHoweverCut(chunked, frames -> new ChunkedParser(new FlvParser(frames)), expected(0));
  }

  @Test
  void webSocketFramingIsTakenOffHoweverItIsCut() {
    byte[] framed = inPieces(flv(0), WireParsersTest::webSocketFrame);
    assertHeardHoweverCut(
        framed, frames -> new WebSocketParser(new FlvParser(frames)), expected(0));
  }

  @Test
  void rtmpTellsOfEveryFrameHoweverItIsCut() {
    assertHeardHoweverCut(rtmp(0), WireParsersTest::rtmpParser, expected(0));
  }

  @Test
  void rtmpReadsExtendedTimestampsInEveryChunk() {
    int fromMs = 0xffffff;
    assertThat(heardWhole(rtmp(fromMs), WireParsersTest::rtmpParser)).isEqualTo(expected(fromMs));
  }

  @Test
  void rtmpFollowsMessagesThatInterleave() {
    byte[] body = new SyntheticStream(StreamShape.SMALL).take(77);
    ByteBuffer out = ByteBuffer.allocate(64 * 1024);
    out.put(setChunkSize());
    ByteBuffer video = ByteBuffer.allocate(64 * 1024);
    RtmpWriter.write(video, 6, SyntheticStream.VIDEO, 40, 1, body);
    int firstChunkBytes = 12 + RtmpWriter.CHUNK_BYTES;
    out.put(video.array(), 0, firstChunkBytes);
    RtmpWriter.write(out, 3, RtmpCommands.COMMAND, 0, 0, new Amf0().string("onBWDone").bytes());
    out.put(video.array(), firstChunkBytes, video.position() - firstChunkBytes);

    assertThat(heardWhole(taken(out), WireParsersTest::rtmpParser)).hasSize(1);
  }

  @Test
  void rtmpRefusesANewMessageWithinOne() {
    ByteBuffer out = ByteBuffer.allocate(1_024);
    RtmpWriter.write(out, 6, SyntheticStream.VIDEO, 0, 1, new byte[500]);
    byte[] cut = new byte[2 * 140];
    System.arraycopy(out.array(), 0, cut, 0, 140);
    System.arraycopy(out.array(), 0, cut, 140, 140);

    assertThatThrownBy(() -> rtmpParser(new Heard()).accept(cut, 0, cut.length, 1))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("within a message");
  }

  @Test
  void flvRefusesWhatIsNoFlv() {
    byte[] html = "<html><body>not found".getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> new FlvParser(new Heard()).accept(html, 0, html.length, 1))
        .isInstanceOf(ProtocolException.class);
  }

  private static void assertHeardHoweverCut(
      byte[] bytes, Function<FrameListener, WireParser> parser, List<String> expected) {
    assertThat(heardWhole(bytes, parser)).isEqualTo(expected);
    assertThat(heard(bytes, parser, () -> 1)).isEqualTo(expected);
    Seeds.check(
        50,
        random ->
            assertThat(heard(bytes, parser, () -> 1 + random.nextInt(3_000))).isEqualTo(expected));
    for (int end = 0; end < bytes.length; end += 997) {
      assertThat(heardWhole(Arrays.copyOf(bytes, end), parser))
          .isEqualTo(expected.subList(0, heardWhole(bytes, parser, end)));
    }
  }

  private static List<String> heardWhole(byte[] bytes, Function<FrameListener, WireParser> parser) {
    return heard(bytes, parser, () -> bytes.length);
  }

  private static int heardWhole(byte[] bytes, Function<FrameListener, WireParser> parser, int end) {
    Heard heard = new Heard();
    parser.apply(heard).accept(bytes, 0, end, 1);
    return heard.frames.size();
  }

  private static List<String> heard(
      byte[] bytes, Function<FrameListener, WireParser> parser, IntSupplier pieceBytes) {
    Heard heard = new Heard();
    WireParser following = parser.apply(heard);
    for (int at = 0; at < bytes.length; ) {
      int next = Math.min(bytes.length, at + pieceBytes.getAsInt());
      following.accept(bytes, at, next, 1);
      at = next;
    }
    return heard.frames;
  }

  private static RtmpParser rtmpParser(FrameListener frames) {
    return new RtmpParser(
        frames,
        new RtmpListener() {
          @Override
          public void message(int type, byte[] body, int length) {}

          @Override
          public void media() {}
        });
  }

  private static List<String> expected(int fromMs) {
    SyntheticStream stream = new SyntheticStream(StreamShape.SMALL);
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Heard.text(stream.isKeyframe(), fromMs + stream.timestampMs(), i, sentNs(i)));
      stream.take(0);
    }
    return frames;
  }

  private static byte[] flv(int fromMs) {
    ByteBuffer out = ByteBuffer.allocate(256 * 1024);
    out.put(FlvWriter.fileHeader());
    FlvWriter.write(out, SyntheticStream.VIDEO, fromMs, SyntheticStream.videoHeader());
    FlvWriter.write(out, SyntheticStream.AUDIO, fromMs, SyntheticStream.audioHeader());
    SyntheticStream stream = new SyntheticStream(StreamShape.SMALL);
    for (int i = 0; i < FRAMES; i++) {
      int type = stream.type();
      int timestampMs = fromMs + stream.timestampMs();
      FlvWriter.write(out, type, timestampMs, stream.take(sentNs(i)));
    }
    return taken(out);
  }

  private static byte[] rtmp(int fromMs) {
    ByteBuffer out = ByteBuffer.allocate(256 * 1024);
    out.put(setChunkSize());
    out.put(RtmpCommands.metadata(1, StreamShape.SMALL));
    SyntheticStream stream = new SyntheticStream(StreamShape.SMALL);
    for (int i = 0; i < FRAMES; i++) {
      int type = stream.type();
      int timestampMs = fromMs + stream.timestampMs();
      int chunkStream = type == SyntheticStream.VIDEO ? 6 : 4;
      RtmpWriter.write(out, chunkStream, type, timestampMs, 1, stream.take(sentNs(i)));
    }
    return taken(out);
  }

  private static byte[] setChunkSize() {
    ByteBuffer out = ByteBuffer.allocate(32);
    byte[] size = ByteBuffer.allocate(4).putInt(RtmpWriter.CHUNK_BYTES).array();
    RtmpWriter.write(out, 2, 1, 0, 0, size);
    return taken(out);
  }

  private static long sentNs(int frame) {
    return 1_234_567_890_123L + frame;
  }

  private static byte[] inPieces(byte[] bytes, Function<byte[], byte[]> framing) {
    Random random = new Random(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; ) {
      int next = Math.min(bytes.length, at + 1 + random.nextInt(9_000));
      out.writeBytes(framing.apply(Arrays.copyOfRange(bytes, at, next)));
      at = next;
    }
    return out.toByteArray();
  }

  private static byte[] httpChunk(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Integer.toHexString(content.length).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(";an=extension\r\n".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(content);
    out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] webSocketFrame(byte[] content) {
    ByteBuffer out = ByteBuffer.allocate(content.length + 12);
    out.put((byte) 0x89).put((byte) 0); // a ping between
    out.put((byte) 0x82);
    if (content.length < 126) {
      out.put((byte) content.length);
    } else {
      out.put((byte) 126).putShort((short) content.length);
    }
    return taken(out.put(content));
  }

  private static byte[] taken(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static final class Heard implements FrameListener {
    final List<String> frames = new ArrayList<>();

    @Override
    public void frame(boolean keyframe, int timestampMs, long sequence, long sentNs, long nowNs) {
      frames.add(text(keyframe, timestampMs, sequence, sentNs));
    }

    static String text(boolean keyframe, int timestampMs, long sequence, long sentNs) {
      return sequence + (keyframe ? " key " : " ") + timestampMs + " ms " + sentNs;
    }
  }
}
