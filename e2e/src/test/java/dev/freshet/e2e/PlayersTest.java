package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.Gstreamer;
import dev.freshet.e2e.client.Players;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Players that people have play what is pushed.
@ExtendWith(Freshet.class)
class PlayersTest {
  private static final Duration CONNECTED = Duration.ofSeconds(20);
  private static final Duration PLAYED = Duration.ofSeconds(40);

  /// The clip has 150 pictures; a player that comes with the publisher shows all but a few.
  private static final int MOST_PICTURES = 140;

  @AutoClose private final Children children = new Children();

  @Test
  void rtmpdumpGetsEveryFrame(FreshetProcess freshet) {
    String url = freshet.rtmp("players/rtmpdump");
    Path file = children.folder("rtmpdump").resolve("dump.flv");
    ChildProcess player = Players.rtmpdump(children, url, file).awaitSocket(CONNECTED);
    Ffmpeg.SYSTEM.push(children, Clip.H264_AAC, url);
    player.awaitExit(PLAYED);
    assertThat(Ffmpeg.read(file)).hasMonotonicTimes().isAllOf(Clip.H264_AAC.recording());
  }

  @Test
  void gstreamerGetsEveryFrame(FreshetProcess freshet) {
    String url = freshet.rtmp("players/gstreamer");
    Path file = children.folder("rtmp2src").resolve("dump.flv");
    ChildProcess player = Gstreamer.play(children, url, file).awaitSocket(CONNECTED);
    Ffmpeg.SYSTEM.push(children, Clip.H264_AAC, url);
    player.awaitExit(PLAYED);
    assertThat(Ffmpeg.read(file)).hasMonotonicTimes().isAllOf(Clip.H264_AAC.recording());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtmp", "http"})
  void mpvShowsThePictures(String protocol, FreshetProcess freshet) {
    String stream = "players/mpv-" + protocol;
    ChildProcess player =
        Players.mpv(children, address(freshet, protocol, stream)).awaitSocket(CONNECTED);
    Ffmpeg.SYSTEM.push(children, Clip.H264_AAC, freshet.rtmp(stream));
    player.awaitExit(PLAYED);
    List<String> states = player.lines().stream().filter(line -> line.contains("shown=")).toList();
    assertThat(states).as(player.output()).isNotEmpty();
    assertThat(states.getLast()).contains("lost=0 320x180 aac");
    assertThat(number(states.getLast(), "shown=(\\d+)")).isGreaterThanOrEqualTo(MOST_PICTURES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtmp", "http"})
  void vlcShowsThePictures(String protocol, FreshetProcess freshet) {
    String stream = "players/vlc-" + protocol;
    ChildProcess player =
        Players.vlc(children, address(freshet, protocol, stream)).awaitSocket(CONNECTED);
    Ffmpeg.SYSTEM.push(children, Clip.H264_AAC, freshet.rtmp(stream));
    await()
        .atMost(PLAYED)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> decodedByVlc(player) >= MOST_PICTURES);
    assertThat(player.output()).doesNotContainPattern("demux corrupted *: *[1-9]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m3u8?format=ts", "m3u8?format=fmp4", "mpd?format=fmp4"})
  void vlcShowsThePicturesOfSegments(String format, FreshetProcess freshet) {
    String stream = "players/vlc-" + format.replace("?format=", "-");
    Ffmpeg.SYSTEM.pushForever(children, Clip.H264_AAC, freshet.rtmp(stream));
    String url = freshet.http("/" + stream + "." + format);
    ChildProcess player = Players.vlc(children, url).awaitSocket(CONNECTED);
    await()
        .atMost(PLAYED)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> decodedByVlc(player) >= MOST_PICTURES);
    assertThat(player.output()).doesNotContainPattern("demux corrupted *: *[1-9]");
  }

  private static int decodedByVlc(ChildProcess vlc) {
    vlc.say("stats");
    return vlc.lines().stream()
        .filter(line -> line.contains("video decoded"))
        .mapToInt(line -> number(line, "video decoded *: *(\\d+)"))
        .max()
        .orElse(0);
  }

  private static String address(FreshetProcess freshet, String protocol, String stream) {
    return protocol.equals("rtmp") ? freshet.rtmp(stream) : freshet.http("/" + stream + ".flv");
  }

  private static int number(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(line);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
