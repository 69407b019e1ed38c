package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.RtmpClientSession.Role;
import dev.freshet.protocol.rtmp.chunk.ChunkHeader;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RtmpClientSessionTest {
  private Conversation talk = new Conversation(Role.PUBLISH);

  @AfterEach
  void givesEverythingBack() {
    talk.close();
  }

  @Test
  void publishesToOurServer() {
    assertThat(talk.transcript).containsExactly("start");
    talk.client.send(MessageType.VIDEO, 0x1_0000_0005L, Unpooled.wrappedBuffer(new byte[100_000]));
    talk.pump();
    assertThat(talk.application.transcript)
        .containsExactly(
            "EVENT connect live rtmp://h/live",
            "EVENT publish live/cam",
            "EVENT media 9 @5 " + "00".repeat(100_000));
  }

  @Test
  void learnsWhatTheServerCanDo() {
    assertThat(talk.serverCapabilities).isEqualTo(RtmpCapabilities.OURS);
    assertThat(talk.server.info().capabilities()).isEqualTo(RtmpCapabilities.OURS);
  }

  @Test
  void finishesPolitely() {
    talk.client.finish();
    talk.pump();
    assertThat(talk.application.transcript).endsWith("EVENT unpublish");
    assertThat(talk.clientClosed).isTrue();
  }

  @Test
  void playsFromOurServer() {
    talk = play();
    talk.serverWrites(videoMessage());
    talk.pump();
    assertThat(talk.transcript).containsExactly("start", "media 9 @16777215 0102");
    talk.client.finish();
    talk.pump();
    assertThat(talk.application.transcript).endsWith("EVENT play live/cam", "EVENT stop");
  }

  private static ByteBuf videoMessage() {
    ByteBuf message = Unpooled.buffer();
    ChunkHeader.write(message, 6, 0xFFFFFF, 2, 9, 1);
    return message.writeShort(0x0102);
  }

  @Test
  void learnsWhyItIsRefused() {
    talk = conversation(Role.PLAY, request -> request.refuse(Status.PLAY_FAILED, "no ticket"));
    assertThat(talk.transcript).containsExactly("refused NetStream.Play.Failed no ticket");
  }

  @ParameterizedTest
  @EnumSource
  void learnsTheServersTime(Role role) {
    talk = conversation(role, PlayRequest::accept);
    talk.client.requestClock();
    talk.clock.advanceMs(10);
    talk.pump();
    assertThat(talk.transcript).contains("offset 5000 us, round trip 10000");
  }

  @Test
  void isAskedToReconnect() {
    assertThat(talk.server.requestReconnect("rtmp://other/live", "draining")).isTrue();
    talk.pump();
    assertThat(talk.transcript).endsWith("reconnect rtmp://other/live draining");
  }

  @Test
  void learnsThatTheStreamHasEnded() {
    talk = play();
    talk.server.end(Status.ok(Status.PLAY_UNPUBLISH_NOTIFY, "cam has ended"));
    talk.pump();
    assertThat(talk.transcript).containsExactly("start", "end");
  }

  @Test
  void learnsThatItWasSuperseded() {
    talk.server.end(Status.error(Status.PUBLISH_BAD_NAME, "superseded"));
    talk.pump();
    assertThat(talk.transcript).endsWith("refused NetStream.Publish.BadName superseded");
  }

  @Test
  void givesUpOnASilentServer() {
    talk = play();
    for (int i = 0; i < 30; i++) {
      talk.clock.advanceMs(1_000);
      talk.client.tick(talk.clock.monotonicMs());
    }
    talk.clock.advanceMs(2_000);
    assertThatThrownBy(() -> talk.client.tick(talk.clock.monotonicMs()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("mediaIdleTimeout: ");
  }

  private Conversation play() {
    return conversation(Role.PLAY, PlayRequest::accept);
  }

  private Conversation conversation(Role role, Consumer<PlayRequest> onPlay) {
    talk.close();
    return new Conversation(role, onPlay);
  }
}
