package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.Players;
import dev.freshet.e2e.client.WebSocketDump;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A player that asks for a stream that nobody publishes waits, and is then refused with the
/// reason. (That it plays when the publisher comes in time, [EveryFrameTest] shows.)
@ExtendWith(Freshet.class)
@Settings("services.default.waitForPublisher=500ms")
class NobodyPublishesTest {
  @AutoClose private final Children children = new Children();

  @Test
  void rtmpSaysStreamNotFound(FreshetProcess freshet) {
    ChildProcess player =
        Players.rtmpdump(
            children, freshet.rtmp("nobody/here"), children.folder("none").resolve("none.flv"));
    player.awaitExit(Duration.ofSeconds(20));
    assertThat(player.output()).contains("NetStream.Play.StreamNotFound");
  }

  @Test
  void httpSaysNotFound(FreshetProcess freshet) {
    Ffmpeg.Reader reader = Ffmpeg.SYSTEM.read(children, freshet.http("/nobody/here.flv"));
    reader.process().awaitExit(Duration.ofSeconds(20));
    assertThat(reader.process().output()).contains("404 Not Found");
  }

  @Test
  void webSocketSaysNotFound(FreshetProcess freshet) {
    WebSocketDump dump = WebSocketDump.start(children, freshet.webSocket("/nobody/here.flv"));
    assertThat(dump.awaitRefusal(Duration.ofSeconds(20))).isEqualTo(404);
  }
}
