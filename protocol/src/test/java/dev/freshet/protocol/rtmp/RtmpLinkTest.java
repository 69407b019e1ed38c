package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.rtmp.message.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RtmpLinkTest {
  private final ServerPeer peer = ServerPeer.publishing();

  @AfterEach
  void givesEverythingBack() {
    peer.close();
  }

  @Test
  void acknowledgesEachWindow() {
    peer.message(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 0, 0, "000003e8");
    peer.transcript.clear();
    peer.zeros(MessageType.DATA_AMF3, 1_100);
    peer.zeros(MessageType.DATA_AMF3, 1_100);
    long received = peer.session.receivedBytes();
    assertThat(peer.transcript).filteredOn(line -> line.startsWith("type 3")).hasSize(2);
    assertThat(peer.transcript.getLast()).isEqualTo("type 3 %08x".formatted(received));
  }

  @Test
  void doesNotAcknowledgeToAPeerThatDoesNotRead() {
    peer.message(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 0, 0, "000003e8");
    peer.transcript.clear();
    peer.writable = false;
    peer.zeros(16, 5_000);
    assertThat(peer.transcript).isEmpty();
    peer.writable = true;
    peer.zeros(16, 10);
    assertThat(peer.transcript).hasSize(1);
  }

  @Test
  void answersPings() {
    peer.message(MessageType.USER_CONTROL, 0, 0, "00060000abcd");
    assertThat(peer.transcript).containsExactly("type 4 00070000abcd");
  }

  @Test
  void ignoresOtherEventsAndShortOnes() {
    peer.message(MessageType.USER_CONTROL, 0, 0, "00030000000100000064");
    peer.message(MessageType.USER_CONTROL, 0, 0, "0006");
    peer.message(MessageType.USER_CONTROL, 0, 0, "");
    peer.message(MessageType.ACKNOWLEDGEMENT, 0, 0, "00000001");
    assertThat(peer.transcript).isEmpty();
  }

  @Test
  void answersAPeerBandwidthWithAWindow() {
    peer.message(MessageType.SET_PEER_BANDWIDTH, 0, 0, "0010000002");
    peer.message(MessageType.SET_PEER_BANDWIDTH, 0, 0, "0010000002");
    assertThat(peer.transcript).containsExactly("type 5 00100000");
  }

  @Test
  void refusesAWindowWithoutAValue() {
    assertThatThrownBy(() -> peer.message(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 0, 0, "0000"))
        .hasMessage("control message: 2 bytes (expected: 4)");
  }
}
