package dev.freshet.protocol.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
  private static final ChunkLimits LIMITS = new ChunkLimits(65_536, 4_096, 4, 8_192);

  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final Message.Collector received = new Message.Collector();
  private ChunkDecoder decoder = new ChunkDecoder(allocator, ChunkLimits.DEFAULTS, received);

  @AfterEach
  void releasesWhatIsHalfRead() {
    decoder.close();
    assertThat(decoder.bytesInFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void randomMessagesSurviveChunkingAndSplitReads(boolean repeatsTimestamp) {
    ByteBufAllocator heap = new UnpooledByteBufAllocator(false); // leak tracking costs minutes here
    Seeds.check(
        Seeds.count(100),
        random -> {
          RandomPeer peer = new RandomPeer(random, repeatsTimestamp);
          peer.send(120);
          Message.Collector collector = new Message.Collector();
          ChunkDecoder oneDecoder = new ChunkDecoder(heap, ChunkLimits.DEFAULTS, collector);
          readInPieces(oneDecoder, peer.bytes, random);
          assertThat(collector.messages).isEqualTo(peer.expected);
          assertThat(oneDecoder.bytesInFlight()).isZero();
        });
  }

  private static void readInPieces(ChunkDecoder decoder, ByteBuf bytes, Random random) {
    int most =
        switch (random.nextInt(4)) {
          case 0 -> 1;
          case 1 -> 7;
          case 2 -> 300;
          default -> bytes.readableBytes();
        };
    while (bytes.isReadable()) {
      decoder.read(bytes.readSlice(Math.min(bytes.readableBytes(), 1 + random.nextInt(most))));
    }
  }

  @Test
  void encoderAndDecoderAreInverse() {
    ByteBuf body = Unpooled.wrappedBuffer(new byte[1_000]);
    ByteBuf wire = Unpooled.buffer();
    new ChunkEncoder().encode(3, 20, 0x1234_5678, 1, body, wire);
    decoder.read(wire);
    assertThat(received.messages)
        .containsExactly(new Message(20, 0x1234_5678, 1, "00".repeat(1_000)));
    assertThat(body.readableBytes()).isEqualTo(1_000);
  }

  @Test
  void beginsWithChunksOf128Bytes() {
    read("04 000000 000081 09 01000000" + "aa".repeat(128) + "c4 bb");
    assertThat(received.messages).containsExactly(new Message(9, 0, 1, "aa".repeat(128) + "bb"));
  }

  @Test
  void encoderBeginsWithChunksOf128Bytes() {
    ByteBuf wire = Unpooled.buffer();
    ByteBuf body = Unpooled.wrappedBuffer(HexFormat.of().parseHex("aa".repeat(129)));
    new ChunkEncoder().encode(3, 20, 0, 0, body, wire);
    assertThat(ByteBufUtil.hexDump(wire))
        .isEqualTo("030000000000811400000000" + "aa".repeat(128) + "c3" + "aa");
  }

  @Test
  void chunkSizeChangesWhileAnotherMessageIsHalfRead() {
    read("04 000000 000082 09 01000000" + "aa".repeat(128)); // 130 bytes, 128 of them here
    read("02 000000 000004 01 00000000 00000001");
    read("c4 bb c4 cc");
    assertThat(received.messages).containsExactly(new Message(9, 0, 1, "aa".repeat(128) + "bbcc"));
  }

  @Test
  void abortDropsTheHalfReadMessage() {
    read("04 000000 000082 09 01000000" + "aa".repeat(128));
    read("02 000000 000004 02 00000000 00000004");
    read("04 000005 000001 08 01000000 07");
    assertThat(received.messages).containsExactly(new Message(8, 5, 1, "07"));
  }

  @Test
  void type3BeginsANewMessageByTheLastDelta() {
    read("04 000064 000001 08 01000000 01"); // 100
    read("84 000017 02"); // + 23
    read("c4 03 c4 04");
    assertThat(received.messages.stream().map(Message::timestampMs))
        .containsExactly(100L, 123L, 146L, 169L);
  }

  @ParameterizedTest
  @CsvSource({"000017, 46", "0003e8, 2000", "00ea60, 60000"})
  void type3AfterType0AddsASmallTimestampAndRepeatsALargeOne(String field, long secondMs) {
    read("04" + field + "000001 08 01000000 01 c4 02");
    assertThat(received.messages.get(1).timestampMs()).isEqualTo(secondMs);
  }

  @Test
  void extendedFieldOfType1And2IsADelta() {
    read("04 000064 000001 08 01000000 01");
    read("44 ffffff 000001 08 01000000 02");
    read("84 ffffff 01000000 03");
    assertThat(received.messages.stream().map(Message::timestampMs))
        .containsExactly(100L, 0x1000064L, 0x2000064L);
  }

  @Test
  void timestampsWrapAt32Bits() {
    read("04 ffffff 000001 08 01000000 fffffff0 01");
    read("84 000017 02");
    assertThat(received.messages.get(1).timestampMs()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"repeats, 00ffffff", "omits, ''"})
  void tellsBothExtendedTimestampDialectsApart(String dialect, String repeated) {
    read("02 000000 000004 01 00000000 00000002");
    read("04 ffffff 000004 08 01000000 00ffffff 0102 c4" + repeated + "0304");
    assertThat(received.messages).containsExactly(new Message(8, 0xFFFFFF, 1, "01020304"));
  }

  @Test
  void payloadThatLooksLikeTheTimestampDeceivesOnlyUntilTheDialectIsKnown() {
    read("02 000000 000004 01 00000000 00000004");
    read("04 ffffff 00000c 08 01000000 01000000 11111111 c4 22222222 c4 01000000");
    assertThat(received.messages)
        .containsExactly(new Message(8, 0x1000000, 1, "11111111" + "22222222" + "01000000"));
  }

  @Test
  void acceptsType1OnAFreshChunkStream() {
    read("42 000000 000006 04 0006 00000001");
    assertThat(received.messages).containsExactly(new Message(4, 0, 0, "000600000001"));
  }

  @Test
  void deliversEmptyMessagesAtOnce() {
    read("04 000000 000000 09 01000000");
    assertThat(received.messages).containsExactly(new Message(9, 0, 1, ""));
  }

  @Test
  void keepsTruncatedInputForTheNextRead() {
    read("04 000000 0000");
    assertThat(received.messages).isEmpty();
    read("01 09 01000000 aa");
    assertThat(received.messages).containsExactly(new Message(9, 0, 1, "aa"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"84 000000", "c4"})
  void refusesAFreshChunkStreamWithoutLength(String hex) {
    assertFault(() -> read(hex), ProtocolException.Kind.MALFORMED, "chunk stream 4: begins with");
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "44", "84"})
  void refusesAHeaderInTheMiddleOfAMessage(String basicHeader) {
    read("04 000000 000082 09 01000000" + "aa".repeat(128));
    assertFault(() -> read(basicHeader), ProtocolException.Kind.MALFORMED, "middle of a message");
  }

  @Test
  void refusesChunkSizeZero() {
    assertFault(
        () -> read("02 000000 000004 01 00000000 00000000"),
        ProtocolException.Kind.MALFORMED,
        "SetChunkSize: 0");
  }

  @Test
  void refusesAShortSetChunkSize() {
    assertFault(
        () -> read("02 000000 000002 01 00000000 0000"),
        ProtocolException.Kind.MALFORMED,
        "SetChunkSize: 2 bytes");
  }

  @Test
  void refusesATwoGigabyteChunkSize() {
    assertFault(
        () -> read("02 000000 000004 01 00000000 7fffffff"),
        ProtocolException.Kind.LIMIT,
        "maxChunkSize: 2147483647 (expected: <= 16777215)");
  }

  @Test
  void refusesALargeMessageBeforeItsPayload() {
    limited();
    assertFault(
        () -> read("04 000000 001001 09 01000000"),
        ProtocolException.Kind.LIMIT,
        "maxMessage: 4097 (expected: <= 4096)");
  }

  @Test
  void refusesTooManyBytesInFlight() {
    limited();
    read("04 000000 001000 09 01000000" + "aa".repeat(128));
    read("05 000000 001000 09 01000000" + "aa".repeat(128));
    assertFault(
        () -> read("06 000000 000001 09 01000000"),
        ProtocolException.Kind.LIMIT,
        "bytesInFlightPerConnection: 8193 (expected: <= 8192)");
  }

  @Test
  void refusesTooManyChunkStreams() {
    limited();
    for (int id = 4; id < 8; id++) {
      read("0" + id + "000000 000000 09 01000000");
    }
    assertFault(
        () -> read("08 000000"),
        ProtocolException.Kind.LIMIT,
        "maxChunkStreams: 5 (expected: <= 4)");
  }

  @Test
  void messageLimitCanBeLoweredAndRaisedUpToTheLimit() {
    limited();
    decoder.maxMessageBytes(10);
    assertFault(() -> read("04 000000 00000b 09 01000000"), ProtocolException.Kind.LIMIT, "<= 10");
    limited();
    decoder.maxMessageBytes(1 << 20);
    assertFault(
        () -> read("04 000000 001001 09 01000000"), ProtocolException.Kind.LIMIT, "<= 4096");
  }

  private void limited() {
    decoder = new ChunkDecoder(allocator, LIMITS, received);
  }

  private void read(String hex) {
    decoder.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private static void assertFault(
      ThrowingCallable call, ProtocolException.Kind kind, String message) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
