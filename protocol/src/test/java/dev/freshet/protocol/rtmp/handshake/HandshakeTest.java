package dev.freshet.protocol.rtmp.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final int BLOCK = HandshakeDigest.BLOCK_BYTES;

  private final Random random = new Random(7);
  private final ByteBuf out = Unpooled.buffer();

  /// A version other than 0 announces a digest; where none is found, the plain answer is right.
  @ParameterizedTest
  @ValueSource(ints = {0, 0x80000702, 0x0C000D0E})
  void plainServerEchoesC1ToTheByte(int version) {
    byte[] c1 = HandshakeBlock.greeting(0, version, random);
    assertThat(server().read(greeting(c1), out)).isFalse();
    assertThat(out.readByte()).isEqualTo((byte) 3);
    byte[] s1 = take(BLOCK);
    assertThat(DigestScheme.find(s1, HandshakeDigest.SERVER_KEY)).isNull();
    assertThat(Arrays.copyOfRange(s1, 4, 8)).containsOnly(0);
    assertThat(take(BLOCK)).isEqualTo(c1);
  }

  @ParameterizedTest
  @EnumSource
  void serverAnswersEachSchemeByTheSameScheme(DigestScheme scheme) {
    byte[] c1 = HandshakeBlock.greeting(1, 0x80000702, random);
    byte[] clientDigest = HandshakeDigest.sign(c1, scheme, HandshakeDigest.PLAYER_KEY);
    server().read(greeting(c1), out);
    out.skipBytes(1);
    assertThat(DigestScheme.find(take(BLOCK), HandshakeDigest.SERVER_KEY)).isEqualTo(scheme);
    byte[] s2 = take(BLOCK);
    byte[] expected = s2.clone();
    HandshakeDigest.signAnswer(expected, clientDigest, HandshakeDigest.FULL_SERVER_KEY);
    assertThat(s2).isEqualTo(expected);
  }

  /// Digests of a known block, computed apart from this code with Python's hmac module.
  @ParameterizedTest
  @CsvSource({"SCHEME_0, 942, 492c04ebd265e634", "SCHEME_1, 290, 36d27b365b84e5e5"})
  void signsAsComputedElsewhere(DigestScheme scheme, int index, String head) {
    byte[] block = pattern();
    byte[] digest = HandshakeDigest.sign(block, scheme, HandshakeDigest.PLAYER_KEY);
    assertThat(scheme.digestIndex(pattern())).isEqualTo(index);
    assertThat(ByteBufUtil.hexDump(digest)).startsWith(head);
    assertThat(DigestScheme.find(block, HandshakeDigest.PLAYER_KEY)).isEqualTo(scheme);
  }

  @Test
  void answersAsComputedElsewhere() {
    byte[] peerDigest = new byte[HandshakeDigest.BYTES];
    for (int i = 0; i < peerDigest.length; i++) {
      peerDigest[i] = (byte) i;
    }
    byte[] block = pattern();
    HandshakeDigest.signAnswer(block, peerDigest, HandshakeDigest.FULL_PLAYER_KEY);
    assertThat(ByteBufUtil.hexDump(block, BLOCK - HandshakeDigest.BYTES, 8))
        .isEqualTo("284c96e80458de5b");
  }

  @ParameterizedTest
  @EnumSource
  void digestIndexStaysInsideItsHalf(DigestScheme scheme) {
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) 0xFF);
    assertThat(scheme.digestIndex(block)).isBetween(12, BLOCK - HandshakeDigest.BYTES);
  }

  @Test
  void clientAndServerAgreeOverSingleBytesBothWays() {
    ServerHandshake server = server();
    ClientHandshake client = new ClientHandshake(random);
    ByteBuf toServer = Unpooled.buffer();
    ByteBuf toClient = Unpooled.buffer();
    client.start(5, toServer);
    boolean clientDone = false;
    boolean serverDone = false;
    for (int i = 0; i < 20_000 && !(clientDone && serverDone); i++) {
      serverDone |= toServer.isReadable() && server.read(toServer.readSlice(1), toClient);
      clientDone |= toClient.isReadable() && client.read(toClient.readSlice(1), toServer);
    }
    assertThat(clientDone && serverDone).isTrue();
    assertThat(toServer.isReadable() || toClient.isReadable()).isFalse();
  }

  @Test
  void clientGoesOnPlainlyWithAServerWithoutDigest() {
    ClientHandshake client = new ClientHandshake(random);
    byte[] s1 = HandshakeBlock.greeting(9, 0, random);
    assertThat(client.read(greeting(s1), out)).isFalse();
    assertThat(take(BLOCK)).isEqualTo(s1);
    assertThat(client.read(Unpooled.wrappedBuffer(new byte[BLOCK]), out)).isTrue();
  }

  @Test
  void clientAnswersTheServersDigest() {
    byte[] s1 = HandshakeBlock.greeting(9, 0x04050001, random);
    byte[] digest = HandshakeDigest.sign(s1, DigestScheme.SCHEME_0, HandshakeDigest.SERVER_KEY);
    new ClientHandshake(random).read(greeting(s1), out);
    byte[] c2 = take(BLOCK);
    byte[] expected = c2.clone();
    HandshakeDigest.signAnswer(expected, digest, HandshakeDigest.FULL_PLAYER_KEY);
    assertThat(c2).isEqualTo(expected);
  }

  @Test
  void leavesWhatIsGluedToC2() {
    ByteBuf in = greeting(HandshakeBlock.greeting(0, 0, random));
    in.writeBytes(new byte[BLOCK]).writeByte(0x42);
    assertThat(server().read(in, out)).isTrue();
    assertThat(in.readByte()).isEqualTo((byte) 0x42);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 8})
  void refusesRtmpe(int version) {
    assertThatThrownBy(() -> server().read(Unpooled.buffer().writeByte(version), out))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.kind()).isEqualTo(ProtocolException.Kind.UNSUPPORTED))
        .hasMessageContaining("RTMPE");
  }

  @Test
  void refusesAnHttpRequest() {
    assertThatThrownBy(() -> server().read(Unpooled.copiedBuffer("GET /".getBytes(US_ASCII)), out))
        .hasMessage("handshake version: 71 (expected: 3)");
  }

  @Test
  void clientRefusesAnotherVersion() {
    assertThatThrownBy(
            () -> new ClientHandshake(random).read(Unpooled.buffer().writeByte('H'), out))
        .hasMessage("handshake version: 72 (expected: 3)");
  }

  private ServerHandshake server() {
    return new ServerHandshake(random, 77);
  }

  private static byte[] pattern() {
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = (byte) (i * 7 + 3);
    }
    return block;
  }

  private static ByteBuf greeting(byte[] block) {
    return Unpooled.buffer().writeByte(3).writeBytes(block);
  }

  private byte[] take(int count) {
    byte[] bytes = new byte[count];
    out.readBytes(bytes);
    return bytes;
  }
}
