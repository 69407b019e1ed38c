package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.message.MessageType;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RtmpServerLimitsTest {
  private ServerPeer peer = ServerPeer.connected();

  @AfterEach
  void givesEverythingBack() {
    peer.close();
  }

  @Test
  void handshakeTakesTooLong() {
    peer = new ServerPeer();
    peer.send(Unpooled.buffer().writeByte(3).writeZero(100)); // half a handshake
    peer.pass(5);
    assertLimit(() -> peer.pass(1), "handshakeTimeout: 6000 ms (expected: <= 5000 ms)");
  }

  @Test
  void connectTakesTooLong() {
    peer = new ServerPeer();
    peer.shakeHands();
    assertLimit(() -> peer.pass(20), "headerTimeout: 16000 ms");
  }

  @Test
  void connectionDoesNothing() {
    peer.pass(10);
    peer.command(0, "createStream", 2, AmfVoid.NULL);
    assertLimit(() -> peer.pass(10), "headerTimeout: 16000 ms");
  }

  @Test
  void publisherGoesSilent() {
    peer = ServerPeer.publishing();
    peer.pass(20);
    peer.message(MessageType.AUDIO, 0, 1, "af01");
    peer.pass(29);
    assertLimit(() -> peer.pass(5), "idleTimeout: ");
  }

  @Test
  void playerMayBeSilentForEver() {
    peer = ServerPeer.playing();
    peer.pass(1_000);
    assertThat(peer.transcript).hasSize(100).allMatch(line -> line.startsWith("type 4 0006"));
  }

  @Test
  void playerThatAnsweredPingsMayNot() {
    peer = ServerPeer.playing();
    peer.message(MessageType.USER_CONTROL, 0, 0, "000700000001");
    assertLimit(() -> peer.pass(60), "pingTimeout: ");
  }

  @Test
  void waitingForTheApplicationIsNoFaultOfThePeer() {
    peer.onPlay = request -> {};
    peer.command(1, "play", 2, AmfVoid.NULL, "cam");
    peer.pass(600);
  }

  @Test
  void commandIsTooLargeForAPeerThatHasNotPublished() {
    assertLimit(() -> peer.announceBytes(65_537), "maxMessage: 65537 (expected: <= 65536)");
  }

  @Test
  void publishersMessageIsTooLarge() {
    peer = ServerPeer.publishing();
    peer.announceBytes(8 << 20);
    peer.close();
    peer = ServerPeer.publishing();
    assertLimit(
        () -> peer.announceBytes((8 << 20) + 1), "maxMessage: 8388609 (expected: <= 8388608)");
  }

  @Test
  void tooMuchIsSentAheadOfTheAnswer() {
    peer.onPublish = request -> {};
    peer.command(1, "publish", 2, AmfVoid.NULL, "cam", "live");
    peer.zeros(MessageType.VIDEO, 1 << 20);
    assertLimit(() -> peer.zeros(MessageType.VIDEO, 1 << 20), "maxHeldBytes: ");
  }

  @Test
  void emptyMessagesAheadOfTheAnswerCountToo() {
    peer.onPublish = request -> {};
    peer.command(1, "publish", 2, AmfVoid.NULL, "cam", "live");
    assertLimit(
        () -> {
          for (int i = 0; i < 40_000; i++) {
            peer.message(MessageType.VIDEO, 0, 1, "");
          }
        },
        "maxHeldBytes: ");
  }

  @Test
  void messageStreamsAreCounted() {
    for (int i = 0; i < 9; i++) {
      peer.command(0, "createStream", 2, AmfVoid.NULL);
    }
    assertThat(peer.transcript.getLast())
        .startsWith("_error#2")
        .contains("maxMessageStreams: 9 (expected: <= 8)");
  }

  @Test
  void commandsAreCounted() {
    assertLimit(
        () -> {
          for (int i = 0; i < 200; i++) {
            peer.command(0, "ping?", 0, AmfVoid.NULL);
          }
        },
        "maxCommandsPerTick: 101 (expected: <= 100)");
  }

  @Test
  void addressIsTooLong() {
    String longName = "x".repeat(4_097);
    assertLimit(
        () -> peer.command(1, "publish", 2, AmfVoid.NULL, longName, "live"),
        "maxAddressChars: 4097 (expected: <= 4096)");
    peer = new ServerPeer();
    peer.shakeHands();
    assertLimit(() -> peer.connect(Map.of("app", longName)), "maxAddressChars: 4097");
  }

  @Test
  void askingWithoutReadingTheAnswers() {
    peer.writable = false;
    assertLimit(() -> peer.command(0, "createStream", 2, AmfVoid.NULL), "unreadAnswers");
  }

  @Test
  void publisherThatNeverReadsStillUnpublishes() {
    peer = ServerPeer.publishing();
    peer.writable = false;
    assertLimit(() -> peer.command(1, "closeStream", 0, AmfVoid.NULL), "unreadAnswers");
    assertThat(peer.transcript).containsExactly("EVENT unpublish");
  }

  @Test
  void playersSocketMayBeFull() {
    peer = ServerPeer.playing();
    peer.writable = false;
    peer.command(1, "pause", 3, AmfVoid.NULL, true, 0);
    assertThat(peer.transcript).isEmpty();
  }

  @Test
  void firstCommandIsNotConnect() {
    peer = new ServerPeer();
    peer.shakeHands();
    assertThatThrownBy(() -> peer.command(0, "publish", 2, AmfVoid.NULL, "cam"))
        .hasMessage("first command: 'publish' (expected: connect)");
  }

  @Test
  void faultInAHeldCommandWaitsForTheNextCall() {
    AtomicReference<ConnectRequest> asked = new AtomicReference<>();
    peer = new ServerPeer();
    peer.onConnect = asked::set;
    peer.shakeHands();
    peer.connect(Map.of("app", "live"));
    peer.message(MessageType.COMMAND, 0, 0, "ff");
    asked.get().accept();
    assertThatThrownBy(() -> peer.pass(1)).isInstanceOf(ProtocolException.class);
    peer.pass(1);
  }

  private static void assertLimit(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.kind()).isEqualTo(ProtocolException.Kind.LIMIT));
  }
}
