package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpServerSessionTest {
  private ServerPeer peer = ServerPeer.connected();

  @AfterEach
  void givesEverythingBack() {
    peer.close();
  }

  @Test
  void answersConnectWithWindowsChunkSizeAndResult() {
    peer = new ServerPeer();
    peer.shakeHands();
    peer.connect(Map.of("app", "live", "tcUrl", "rtmp://h/live", "objectEncoding", 3));
    assertThat(peer.transcript).startsWith("handshake 3073", "EVENT connect live rtmp://h/live");
    assertThat(peer.transcript.subList(2, 6))
        .containsExactly(
            "type 5 002625a0", "type 6 002625a002", "type 1 00001000", "_result#1 on 0 " + RESULT);
  }

  private static final String RESULT =
      "[{fmsVer=FMS/3,5,7,7009, capabilities=31.0, mode=1.0, fourCcList=[*], "
          + "videoFourCcInfoMap={*=4.0}, audioFourCcInfoMap={*=4.0}, capsEx=15.0}, "
          + "{level=status, code=NetConnection.Connect.Success, "
          + "description=Connection succeeded., objectEncoding=3.0}]";

  @Test
  void answersAConnectThatIsGluedToC2() {
    peer = new ServerPeer();
    ByteBuf glued = Unpooled.buffer();
    peer.hold(glued);
    peer.shakeHands();
    peer.connect(Map.of("app", "live", "tcUrl", "rtmp://h/live"));
    assertThat(peer.transcript).isEmpty();
    peer.session.read(glued);
    assertThat(peer.transcript).contains("EVENT connect live rtmp://h/live");
    assertThat(peer.transcript.getLast()).startsWith("_result#1");
  }

  @Test
  void refusesToConnectWithErrorAndCloses() {
    peer = new ServerPeer();
    peer.onConnect = request -> request.refuse(Status.CONNECT_REJECTED, "not today");
    peer.shakeHands();
    peer.connect(Map.of("app", "live"));
    assertThat(peer.transcript)
        .endsWith(
            "_error#1 on 0 [NULL, {level=error, code=NetConnection.Connect.Rejected, "
                + "description=not today}]",
            "CLOSED");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "OBS and ffmpeg | releaseStream FCPublish createStream _checkbw publish",
        "Haivision      | createStream FCPublish publish",
        "plain          | createStream publish",
        "GStreamer      | createStream releaseStream FCPublish publish",
        "no stream      | publish",
      })
  void publishesInEveryOrderOfCommands(String who, String commands) {
    int id = 2;
    for (String name : commands.strip().split(" ")) {
      int streamId = name.equals("publish") && commands.contains("createStream") ? 1 : 0;
      peer.command(streamId, name, id++, AmfVoid.NULL, "cam?k=v", "live");
    }
    assertThat(peer.transcript).contains("EVENT publish live/cam");
    assertThat(peer.transcript).noneMatch(line -> line.startsWith("_error"));
    assertThat(peer.transcript.getLast()).contains("onStatus").contains(Status.PUBLISH_START);
    if (commands.contains("createStream")) {
      assertThat(peer.transcript).anyMatch(line -> line.matches("_result#\\d on 0 \\[NULL, 1.0]"));
    }
    if (commands.contains("FCPublish")) {
      assertThat(peer.transcript).anyMatch(line -> line.startsWith("onFCPublish#0 on 0"));
    }
  }

  @Test
  void saysNothingOfAStartBeforeItRefusesToPublish() {
    peer.onPublish = request -> request.refuse(Status.PUBLISH_BAD_NAME, "banned until noon");
    peer.command(0, "releaseStream", 2, AmfVoid.NULL, "cam");
    peer.command(0, "FCPublish", 3, AmfVoid.NULL, "cam");
    peer.command(0, "createStream", 4, AmfVoid.NULL);
    peer.command(1, "publish", 5, AmfVoid.NULL, "cam", "live");
    assertThat(peer.transcript).noneMatch(line -> line.contains(Status.PUBLISH_START));
    assertThat(peer.transcript)
        .endsWith(
            "onStatus#0 on 1 [NULL, {level=error, code=NetStream.Publish.BadName, "
                + "description=banned until noon}]",
            "CLOSED");
  }

  @Test
  void handsOverWhatIsPublished() {
    peer = ServerPeer.publishing();
    peer.message(MessageType.VIDEO, 40, 1, "1701");
    peer.message(MessageType.AUDIO, 0xFFFF_FFF0L, 1, "af01");
    peer.message(MessageType.DATA, 0, 1, "020000");
    peer.message(MessageType.DATA_AMF3, 0, 1, "00020000");
    peer.message(MessageType.VIDEO, 80, 1, "");
    assertThat(peer.transcript)
        .containsExactly(
            "EVENT media 9 @40 1701",
            "EVENT media 8 @4294967280 af01",
            "EVENT media 18 @0 020000",
            "EVENT media 18 @0 020000");
  }

  @Test
  void splitsAggregatesAndCountsTheirTimesFromTheFirst() {
    peer = ServerPeer.publishing();
    String first = "09 000002 000064 00 000000 1701 0000000d".replace(" ", "");
    String second = "08 000001 00007b 00 000000 af 0000000c".replace(" ", "");
    String notMedia = "14 000001 00007b 00 000000 00 0000000c".replace(" ", "");
    peer.message(MessageType.AGGREGATE, 1_000, 1, first + notMedia + second);
    assertThat(peer.transcript)
        .containsExactly("EVENT media 9 @1000 1701", "EVENT media 8 @1023 af");
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 16, 19, 21, 99, 255})
  void ignoresUnknownMessageTypes(int type) {
    peer = ServerPeer.publishing();
    peer.message(type, 0, 1, "0102030405060708");
    assertThat(peer.transcript).isEmpty();
    peer.message(MessageType.VIDEO, 40, 1, "1701");
    assertThat(peer.transcript).containsExactly("EVENT media 9 @40 1701");
  }

  @Test
  void answersNoDataCalls() {
    peer = ServerPeer.publishing();
    peer.message(MessageType.DATA, 0, 1, "02000568656c6c6f");
    assertThat(peer.transcript).containsExactly("EVENT media 18 @0 02000568656c6c6f");
  }

  @Test
  void dropsMediaOfAPeerThatDoesNotPublish() {
    peer.message(MessageType.VIDEO, 0, 1, "1701");
    assertThat(peer.transcript).isEmpty();
  }

  @Test
  void holdsMediaThatComesBeforeTheAnswer() {
    AtomicReference<PublishRequest> asked = new AtomicReference<>();
    peer.onPublish = asked::set;
    peer.command(1, "publish", 2, AmfVoid.NULL, "cam", "live");
    peer.message(MessageType.VIDEO, 0, 1, "1700");
    peer.message(MessageType.VIDEO, 40, 1, "2701");
    assertThat(peer.transcript).containsExactly("EVENT publish live/cam");
    asked.get().accept();
    peer.message(MessageType.VIDEO, 80, 1, "2702");
    assertThat(peer.transcript.subList(2, 5))
        .containsExactly(
            "EVENT media 9 @0 1700", "EVENT media 9 @40 2701", "EVENT media 9 @80 2702");
  }

  @Test
  void holdsCommandsThatComeBeforeConnectIsAnswered() {
    AtomicReference<ConnectRequest> asked = new AtomicReference<>();
    peer = new ServerPeer();
    peer.onConnect = asked::set;
    peer.shakeHands();
    peer.connect(Map.of("app", "live"));
    peer.command(0, "createStream", 2, AmfVoid.NULL);
    assertThat(peer.transcript).hasSize(2);
    asked.get().accept();
    assertThat(peer.transcript.getLast()).isEqualTo("_result#2 on 0 [NULL, 1.0]");
  }

  @Test
  void answersPlayWithChunkSizeBeginResetAndStartAndNoDataMessage() {
    peer.command(0, "createStream", 2, AmfVoid.NULL);
    peer.command(0, "getStreamLength", 3, AmfVoid.NULL, "cam");
    peer.command(0, "FCSubscribe", 4, AmfVoid.NULL, "cam");
    peer.command(1, "play", 5, AmfVoid.NULL, "cam?k=v", -2_000);
    assertThat(peer.transcript)
        .containsExactly(
            "_result#2 on 0 [NULL, 1.0]",
            "_result#3 on 0 [NULL, 0.0]",
            "_result#4 on 0 [NULL, NULL]",
            "EVENT play live/cam",
            "type 1 00a00000",
            "type 4 000000000001",
            "onStatus#0 on 1 [NULL, {level=status, code=NetStream.Play.Reset, "
                + "description=Playing and resetting.}]",
            "onStatus#0 on 1 [NULL, {level=status, code=NetStream.Play.Start, "
                + "description=Playing has started.}]");
  }

  @Test
  void refusesToPlayWithTheReason() {
    peer.onPlay = request -> request.refuse(Status.PLAY_STREAM_NOT_FOUND, "nobody publishes");
    peer.command(1, "play", 5, AmfVoid.NULL, "cam");
    assertThat(peer.transcript)
        .endsWith(
            "onStatus#0 on 1 [NULL, {level=error, code=NetStream.Play.StreamNotFound, "
                + "description=nobody publishes}]",
            "CLOSED");
  }

  @Test
  void ignoresAnAnswerThatComesTooLate() {
    AtomicReference<PlayRequest> asked = new AtomicReference<>();
    peer.onPlay = asked::set;
    peer.command(1, "play", 5, AmfVoid.NULL, "cam");
    peer.command(1, "closeStream", 0, AmfVoid.NULL);
    asked.get().accept();
    asked.get().refuse("x", "y");
    assertThat(peer.transcript).containsExactly("EVENT play live/cam", "EVENT stop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleteStream", "closeStream", "FCUnpublish"})
  void unpublishesByEachCommandAndMayPublishAgain(String name) {
    peer = ServerPeer.publishing();
    peer.command(name.equals("closeStream") ? 1 : 0, name, 0, AmfVoid.NULL, 1);
    assertThat(peer.transcript.getFirst()).isEqualTo("EVENT unpublish");
    assertThat(peer.transcript.getLast()).contains(Status.UNPUBLISH_SUCCESS);
    peer.message(MessageType.VIDEO, 0, 1, "1701");
    peer.command(1, "publish", 9, AmfVoid.NULL, "other", "live");
    assertThat(peer.transcript).contains("EVENT publish live/other");
    assertThat(peer.transcript).noneMatch(line -> line.startsWith("EVENT media"));
  }

  @Test
  void deletingAnotherStreamEndsNothing() {
    peer = ServerPeer.publishing();
    peer.command(0, "deleteStream", 0, AmfVoid.NULL, 2);
    assertThat(peer.transcript).isEmpty();
  }

  @Test
  void carriesOneStreamAConnection() {
    peer = ServerPeer.publishing();
    peer.command(1, "publish", 0, AmfVoid.NULL, "two", "live");
    peer.command(2, "play", 0, AmfVoid.NULL, "two");
    assertThat(peer.transcript)
        .hasSize(2)
        .allMatch(line -> line.contains("publishes already (expected: one stream a connection)"));
  }

  @Test
  void playsOnTheFirstMessageStreamOnly() {
    peer.command(2, "play", 0, AmfVoid.NULL, "cam");
    assertThat(peer.transcript.getLast()).contains("message stream: 2 (expected: 1)");
  }

  @Test
  void goesOnPlayingThroughPauseAndSeek() {
    peer = ServerPeer.playing();
    peer.command(1, "pause", 0, AmfVoid.NULL, true, 1_000);
    peer.command(1, "pause", 0, AmfVoid.NULL, false, 1_000);
    peer.command(1, "seek", 0, AmfVoid.NULL, 1_000);
    peer.command(1, "receiveVideo", 0, AmfVoid.NULL, false);
    assertThat(peer.transcript).hasSize(3).allMatch(line -> line.contains("level=status"));
    assertThat(peer.transcript.get(0)).contains(Status.PAUSE_NOTIFY);
    assertThat(peer.transcript.get(1)).contains(Status.UNPAUSE_NOTIFY);
    assertThat(peer.transcript.get(2)).contains(Status.SEEK_NOTIFY);
  }

  @Test
  void answersUnknownCommandsOnlyIfTheyWantIt() {
    peer.command(0, "whatever", 7, AmfVoid.NULL);
    peer.command(0, "whatever", 0, AmfVoid.NULL);
    assertThat(peer.transcript).containsExactly("_result#7 on 0 [NULL, NULL]");
  }

  @Test
  void takesAmf3CommandsAndTheConnectObjectAsAnArray() {
    peer = new ServerPeer();
    peer.shakeHands();
    // AMF3 command: a zero, "connect", 1, ECMA array {app: "live", tcurl: "'rtmp://h/live'"}
    peer.message(
        MessageType.COMMAND_AMF3,
        0,
        0,
        "00"
            + "020007636f6e6e656374"
            + "003ff0000000000000"
            + "0800000002"
            + "0003617070"
            + "0200046c697665"
            + "0005746375726c"
            + "02000f2772746d703a2f2f682f6c69766527"
            + "000009");
    assertThat(peer.transcript).contains("EVENT connect live 'rtmp://h/live'");
    assertThat(peer.session.info().address("cam").host()).isEqualTo("h");
  }

  @Test
  void tellsItsTimeInMsWithAFraction() {
    peer.command(0, "freshetClock", 4, AmfVoid.NULL);
    double unixMs = peer.clock.unixUs() / 1_000.0;
    assertThat(peer.transcript).containsExactly("_result#4 on 0 [NULL, " + unixMs + "]");
  }

  @Test
  void asksToReconnectOnlyWhoAnnouncedIt() {
    assertThat(peer.session.requestReconnect("", "draining")).isFalse();
    peer = new ServerPeer();
    peer.shakeHands();
    peer.connect(Map.of("app", "live", "capsEx", 1));
    assertThat(peer.session.requestReconnect("rtmp://other/live", "draining")).isTrue();
    assertThat(peer.transcript)
        .endsWith(
            "onStatus#0 on 0 [NULL, {level=status, "
                + "code=NetConnection.Connect.ReconnectRequest, description=draining, "
                + "tcUrl=rtmp://other/live}]");
  }

  @Test
  void readsCapabilitiesInBothForms() {
    peer = new ServerPeer();
    peer.shakeHands();
    peer.connect(
        Map.of(
            "fourCcList", List.of("av01"),
            "videoFourCcInfoMap", Map.of("hvc1", 1, "vp09", 2),
            "audioFourCcInfoMap", Map.of("*", 4),
            "capsEx", 5));
    RtmpCapabilities capabilities = peer.session.info().capabilities();
    assertThat(capabilities.takes(VideoCodec.AV1)).isTrue();
    assertThat(capabilities.takes(VideoCodec.HEVC)).isTrue();
    assertThat(capabilities.takes(VideoCodec.VP9)).isFalse();
    assertThat(capabilities.takes(AudioCodec.OPUS)).isTrue();
    assertThat(capabilities.has(RtmpCapabilities.RECONNECT | RtmpCapabilities.MOD_EX)).isTrue();
    assertThat(capabilities.has(RtmpCapabilities.MULTITRACK)).isFalse();
  }

  @Test
  void takesAStarForEveryCodec() {
    peer = new ServerPeer();
    peer.shakeHands();
    peer.connect(Map.of("fourCcList", List.of("*")));
    RtmpCapabilities capabilities = peer.session.info().capabilities();
    assertThat(capabilities.takes(VideoCodec.AV1)).isTrue();
    assertThat(capabilities.takes(AudioCodec.FLAC)).isTrue();
    assertThat(capabilities.has(RtmpCapabilities.RECONNECT)).isFalse();
  }

  @Test
  void endsAPlayerWithEofAndStatus() {
    peer = ServerPeer.playing();
    peer.session.end(Status.ok(Status.PLAY_UNPUBLISH_NOTIFY, "cam has ended"));
    assertThat(peer.transcript)
        .containsExactly(
            "type 4 000100000001",
            "onStatus#0 on 1 [NULL, {level=status, code=NetStream.Play.UnpublishNotify, "
                + "description=cam has ended}]",
            "CLOSED");
  }

  @Test
  void reportsTheEndOfAVanishedPublisherOnce() {
    peer = ServerPeer.publishing();
    peer.session.close();
    peer.session.close();
    assertThat(peer.transcript).containsExactly("EVENT unpublish", "EVENT close");
  }

  @Test
  void reportsOnlyTheCloseAfterAnEndOfOurOwn() {
    peer = ServerPeer.publishing();
    peer.session.end(Status.error(Status.PUBLISH_BAD_NAME, "superseded"));
    peer.message(MessageType.VIDEO, 0, 1, "1701");
    peer.session.close();
    assertThat(peer.transcript.subList(1, 3)).containsExactly("CLOSED", "EVENT close");
  }

  @Test
  void takesNothingMoreAfterAnEndInTheMiddleOfTheHandshake() {
    peer = new ServerPeer();
    peer.send(Unpooled.buffer().writeByte(3).writeZero(10));
    peer.session.end(Status.error(Status.CONNECT_CLOSED, "too many connections"));
    peer.send(Unpooled.buffer().writeZero(4_000));
    assertThat(peer.transcript).containsExactly("CLOSED");
  }

  @Test
  void readsTheSameByteByByte() {
    ServerPeer script = new ServerPeer();
    ByteBuf recorded = Unpooled.buffer();
    script.record(recorded);
    script.shakeHands();
    script.connect(Map.of("app", "live", "tcUrl", "rtmp://h/live"));
    script.command(1, "publish", 3, AmfVoid.NULL, "cam", "live");
    script.message(MessageType.VIDEO, 0, 1, "17".repeat(300));
    for (int most : new int[] {1, 50, 4_000}) {
      assertThat(transcriptOf(recorded, most))
          .as("pieces of %d", most)
          .isEqualTo(script.transcript);
    }
    script.close();
  }

  private static List<String> transcriptOf(ByteBuf recorded, int most) {
    ServerPeer other = new ServerPeer(new UnpooledByteBufAllocator(false));
    Random random = new Random(most);
    ByteBuf bytes = recorded.duplicate();
    while (bytes.isReadable()) {
      int count = Math.min(bytes.readableBytes(), 1 + random.nextInt(most));
      other.send(bytes.readSlice(count));
    }
    List<String> transcript = new ArrayList<>(other.transcript);
    other.close();
    return transcript;
  }
}
