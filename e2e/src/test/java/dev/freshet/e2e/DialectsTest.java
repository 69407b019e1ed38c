package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.Players;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.client.WebSocketDump;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.FlvTags;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The dialects of FLV besides the one that ffmpeg speaks.
@ExtendWith(Freshet.class)
class DialectsTest {
  @AutoClose private final Children children = new Children();

  /// HEVC pushed by Enhanced RTMP is played as codec id 12, and what was played so is pushed again
  /// and played by Enhanced RTMP: the frames are still the same.
  @Test
  void hevcAsCodecIdTwelveInBothDirections(FreshetProcess freshet) throws Exception {
    Path twelve = children.folder("hevc12").resolve("dump.flv");
    ChildProcess player =
        Players.rtmpdump(children, freshet.rtmp("dialects/enhanced?hevc=12"), twelve)
            .awaitSocket(Duration.ofSeconds(20));
    Ffmpeg.V8.push(children, Clip.HEVC_AAC, freshet.rtmp("dialects/enhanced"));
    player.awaitExit(Duration.ofSeconds(40));
    assertThat(FlvTags.videoHeads(twelve))
        .hasSizeGreaterThan(Clip.SECONDS * 25)
        .allMatch(head -> (head & 0x8F) == 12);

    Viewers viewers = Viewers.join(children, freshet, "dialects/twelve");
    try (RawPeer publisher = RawPeer.connect(children, "127.0.0.1", freshet.port("rtmp"))) {
      publisher.publish("dialects", "twelve").media(FlvTags.of(twelve), true);
    }
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording)
                .as(protocol)
                .hasTracksOf(Clip.HEVC_AAC)
                .hasMonotonicTimes()
                .isAllOf(Clip.HEVC_AAC.recording()));
  }

  /// ffmpeg 8 sends metadata packets of Enhanced RTMP, which players in pages take for errors.
  @Test
  void browsersGetNoMetadataPackets(FreshetProcess freshet) {
    String stream = "dialects/browser";
    WebSocketDump browser =
        WebSocketDump.startAsBrowser(children, freshet.webSocket("/" + stream + ".flv"));
    Ffmpeg.V8.push(children, Clip.AV1_AAC, freshet.rtmp(stream));
    AdminApi admin = freshet.admin();
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.isLive(stream));
    browser.awaitClose(Duration.ofSeconds(40));
    assertThat(FlvTags.videoHeads(browser.file()))
        .hasSizeGreaterThan(Clip.SECONDS * 25)
        .noneMatch(head -> (head & 0x8F) == 0x84); // ExHeader, PacketTypeMetadata
    assertThat(Ffmpeg.read(browser.file())).isAllOf(Clip.AV1_AAC.recording());
  }
}
