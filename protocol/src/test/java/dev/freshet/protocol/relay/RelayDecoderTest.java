package dev.freshet.protocol.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.StreamHeader;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.Splits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayDecoderTest {
  private static final Epoch EPOCH = new Epoch(1_800_000_000_000L, new NodeId("origin-1"));
  private static final List<NodeId> PATH = List.of(new NodeId("a"), new NodeId("b"));
  private static final StreamKey KEY = new StreamKey("default", "live", "show");

  private static final List<RelayMessage> MESSAGES =
      List.of(
          new RelayMessage.Welcome(1_800_000_000_000_000L),
          new RelayMessage.Refused("wrong-secret", "grüße"),
          new RelayMessage.Ping(7, 1_800_000_000_000_000L),
          new RelayMessage.Pong(7, 1, 2, Long.MAX_VALUE, 340),
          new RelayMessage.Subscribe(KEY, new RelayMessage.From.Live(), false, PATH, 3),
          new RelayMessage.Subscribe(
              KEY, new RelayMessage.From.After(EPOCH, Long.MAX_VALUE), true, PATH, 0),
          new RelayMessage.Subscribe(
              KEY, new RelayMessage.From.AtSegment(EPOCH, 0), false, List.of(), 255),
          new RelayMessage.Subscribed(EPOCH, PATH),
          new RelayMessage.Skipped(250),
          new RelayMessage.Ended("SUPERSEDED"),
          new RelayMessage.KeyframeWanted(),
          new RelayMessage.TargetBitrate(3_000_000),
          new RelayMessage.Reconnect());

  @Test
  void messagesComeOutAsTheyWentInHoweverTheyAreCut() {
    byte[] bytes = written(MESSAGES);
    Splits.whole(bytes, in -> assertThat(received(in).messages).isEqualTo(MESSAGES));
    Seeds.check(
        200,
        random -> {
          Received received = new Received();
          RelayDecoder decoder = decoder(received);
          Splits.random(bytes, 20, random, decoder::read);
          assertThat(received.messages).isEqualTo(MESSAGES);
        });
  }

  @Test
  void framesComeOutAsTheyWentInHoweverTheyAreCut() {
    Seeds.check(
        100,
        random -> {
          List<Frame> frames = RelayFrames.random(random, 60);
          byte[] bytes = RelayFrames.mux(frames, false);
          Received received = new Received();
          Splits.random(bytes, 700, random, decoder(received)::read);
          assertThat(received.frames).hasSameSizeAs(frames);
          for (int i = 0; i < frames.size(); i++) {
            assertSame(received.frames.get(i), frames.get(i));
          }
          received.frames.forEach(Frame::release);
        });
  }

  @Test
  void aWarmStandbyGetsStampsWithoutPayloads() {
    Seeds.check(
        5,
        random -> {
          List<Frame> frames = RelayFrames.random(random, 60);
          Received received = received(Unpooled.wrappedBuffer(RelayFrames.mux(frames, true)));
          assertThat(received.frames.stream().map(Frame::stamp))
              .isEqualTo(frames.stream().map(Frame::stamp).toList());
          assertThat(received.frames).allMatch(frame -> frame.payloadBytes() == 0);
          received.frames.forEach(Frame::release);
        });
  }

  @Test
  void aStampTakesAFewBytes() {
    Seeds.check(
        5,
        random -> {
          List<Frame> frames = RelayFrames.random(random, 200);
          int payloads = frames.stream().mapToInt(Frame::payloadBytes).sum();
          int headers = RelayFrames.headerBytes(frames);
          int bytes = RelayFrames.mux(frames, false).length;
          assertThat(bytes - payloads - headers).isLessThan(frames.size() * 32);
        });
  }

  @Test
  void messagesOfNewerNodesAreSkippedAndTheirNewFieldsToo() {
    ByteBuf bytes = Unpooled.buffer();
    bytes.writeByte(200).writeMedium(3).writeBytes(new byte[] {1, 2, 3});
    int start = RelayWriter.begin(RelayType.SKIPPED, bytes);
    bytes.writeByte(5).writeByte(99); // 99: a field that nobody knows yet
    RelayWriter.end(start, bytes);
    assertThat(received(bytes).messages).containsExactly(new RelayMessage.Skipped(5));
  }

  @Test
  void aStrangersMessagesAreShort() {
    RelayDecoder decoder =
        new RelayDecoder(
            UnpooledByteBufAllocator.DEFAULT, RelayLimits.DEFAULT, 1_024, new Received());
    ByteBuf bytes = Unpooled.buffer().writeByte(RelayType.HELLO.code()).writeMedium(1_025);
    assertThatThrownBy(() -> decoder.read(bytes))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("cluster.maxMessage");
  }

  @Test
  void aFrameNeedsItsHeaders() {
    Seeds.check(
        1,
        random -> {
          Frame frame = RelayFrames.random(random, 2).get(1);
          ByteBuf bytes = Unpooled.buffer();
          new RelayMuxer(false).frame(frame, bytes);
          assertThatThrownBy(() -> received(bytes)).isInstanceOf(ProtocolException.class);
        });
  }

  private static void assertSame(Frame found, Frame sent) {
    assertThat(found.getClass()).isEqualTo(sent.getClass());
    assertThat(found.stamp()).isEqualTo(sent.stamp());
    assertThat(found.gop()).isEqualTo(sent.gop());
    assertSame(found.header(), sent.header());
    assertThat(ByteBufUtil.equals(found.payload(), sent.payload())).isTrue();
  }

  private static void assertSame(StreamHeader found, StreamHeader sent) {
    assertThat(found).usingRecursiveComparison().isEqualTo(sent);
  }

  private static byte[] written(List<RelayMessage> messages) {
    ByteBuf out = Unpooled.buffer();
    messages.forEach(message -> RelayWriter.write(message, out));
    return ByteBufUtil.getBytes(out);
  }

  private static Received received(ByteBuf bytes) {
    Received received = new Received();
    decoder(received).read(bytes);
    return received;
  }

  private static RelayDecoder decoder(RelayReceiver receiver) {
    RelayDecoder decoder =
        new RelayDecoder(UnpooledByteBufAllocator.DEFAULT, RelayLimits.DEFAULT, 1_024, receiver);
    decoder.trust();
    return decoder;
  }

  private static final class Received implements RelayReceiver {
    private final List<RelayMessage> messages = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private GopHeader gop = GopHeader.none(EPOCH);

    @Override
    public void message(RelayMessage message) {
      if (message instanceof RelayMessage.GopHeaderIs(var next)) {
        gop = next;
      } else {
        messages.add(message);
      }
    }

    @Override
    public void frame(Frame frame) {
      assertThat(frame.gop()).isEqualTo(gop);
      frames.add(frame);
    }
  }
}
