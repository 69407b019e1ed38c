package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.ClusterProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Five nodes in two regions and two operators' networks, with a real etcd: what is pushed at one
/// plays at all.
@Isolated(
    "six processes, whose nodes would refuse newcomers on a machine that has no time for them")
class ClusterTest {
  private static final Duration PLAYED = Duration.ofSeconds(90);

  /// Viewers at other nodes begin where the stream was when their nodes had found it.
  private static final int MOST_MISSING = 200; // packets, of about 400

  private static final String[] FIVE = {
    "--nodes",
    "5",
    "--regions",
    "2",
    "--isps",
    "2",
    "--set",
    "services.default.waitForPublisher=30s",
    "--set",
    "services.default.grace=2s"
  };

  @AutoClose private final Children children = new Children();

  @Test
  void whatIsPushedAtOneNodePlaysAtAllByEveryFormat() {
    ClusterProcess cluster = ClusterProcess.start(children, FIVE);
    Clip clip = Clip.H264_AAC;
    String stream = "/live/everywhere";
    List<Ffmpeg.Reader> flv = new ArrayList<>();
    for (ClusterProcess.Node node : cluster.nodes()) {
      flv.add(Ffmpeg.V8.read(children, node.http() + stream + ".flv"));
    }
    Ffmpeg.Reader rtmp = Ffmpeg.V8.read(children, cluster.node("b1").rtmp() + stream);
    Ffmpeg.Reader segments = hls(cluster.node("b2"), stream, "fmp4");
    Ffmpeg.Reader parts = hls(cluster.node("a1"), stream, "ll");
    Ffmpeg.Reader transport = hls(cluster.node("a3"), stream, "ts");
    flv.forEach(Ffmpeg.Reader::awaitRequest);
    List.of(rtmp, segments, parts, transport).forEach(Ffmpeg.Reader::awaitRequest);

    Ffmpeg.V8.push(children, clip, cluster.node("a2").rtmp() + stream);

    for (Ffmpeg.Reader player : flv) {
      isFromEarlyOn(player.awaitRecording(PLAYED), clip.recording());
    }
    isFromEarlyOn(rtmp.awaitRecording(PLAYED), clip.recording());
    isFromEarlyOn(segments.awaitRecording(PLAYED), clip.recordingInMp4());
    isFromEarlyOn(parts.awaitRecording(PLAYED), clip.recordingInMp4());
    Recording inTransport = transport.awaitRecording(PLAYED);
    assertThat(inTransport).hasTracksOf(clip).hasMonotonicTimes().startsAtKeyframe();
    int pictures = clip.recording().of("video").size();
    assertThat(inTransport.of("video")).hasSizeBetween(pictures / 2, pictures);
    killedNodesComeBack(cluster);
  }

  private static void isFromEarlyOn(Recording played, Recording pushed) {
    assertThat(played).hasMonotonicTimes().startsInside(pushed, MOST_MISSING);
  }

  private Ffmpeg.Reader hls(ClusterProcess.Node node, String stream, String format) {
    String url = node.http() + stream + ".m3u8?format=" + format;
    return Ffmpeg.V8.read(children, url, "-live_start_index", "0");
  }

  /// In the same cluster, as starting one takes time.
  private void killedNodesComeBack(ClusterProcess cluster) {
    ClusterProcess.Node before = cluster.node("b2");
    assertThat(ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly()).isTrue();
    await().atMost(Duration.ofSeconds(60)).until(() -> cluster.node("b2").pid() != before.pid());
    cluster.process().awaitLine(Duration.ofSeconds(60), line -> line.equals("b2 is back"));
    String stream = "/live/again";
    Ffmpeg.Reader player =
        Ffmpeg.V8.read(children, cluster.node("a1").http() + stream + ".flv").awaitRequest();
    ChildProcess push =
        Ffmpeg.V8.push(children, Clip.VIDEO_ONLY, cluster.node("b2").rtmp() + stream);
    isFromEarlyOn(player.awaitRecording(PLAYED), Clip.VIDEO_ONLY.recording());
    push.awaitSuccess(PLAYED);
    cluster.process().signal("TERM");
    assertThat(cluster.process().awaitExit(PLAYED)).isZero();
  }
}
