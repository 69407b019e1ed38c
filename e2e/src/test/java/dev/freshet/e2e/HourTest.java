package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Packet;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An hour of media (`-Dfreshet.full=true`; else a minute), pushed faster than real time and played
/// over HLS while it lasts: every frame once, in order. The list is long, as the player reads it
/// once a second.
@ExtendWith(Freshet.class)
@Settings({
  "services.default.grace=5s",
  "services.default.waitForPublisher=30s",
  "services.default.segments.listed=300",
  "limits.maxListedSegments=300"
})
class HourTest {
  private static final int SPEED = 20;
  private static final Clip CLIP = Clip.H264_AAC;

  /// A player that the machine keeps from its request for 0.1 s comes 2 s late at this speed.
  private static final int MOST_LATE = 100; // packets of a kind

  private static final int MOST_LATE_MS = 3_000;

  @AutoClose private final Children children = new Children();

  @Test
  void everyFrameArrivesOnceInOrder(FreshetProcess freshet) {
    int seconds = Boolean.getBoolean("freshet.full") ? 3_600 : 60;
    int times = seconds / Clip.SECONDS;
    Duration atMost = Duration.ofSeconds(60 + 2L * seconds / SPEED);
    String url = freshet.http("/hour/long.m3u8?format=fmp4");
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, "-live_start_index", "0").awaitRequest();
    ChildProcess publisher =
        Ffmpeg.V8.pushFast(children, CLIP, times, SPEED, freshet.rtmp("hour/long"));
    publisher.awaitSuccess(atMost);
    check(player.awaitRecording(atMost), CLIP.recording(), times);
  }

  private static void check(Recording played, Recording clip, int times) {
    assertThat(played).hasMonotonicTimes();
    for (String kind : clip.kinds()) {
      List<String> pushed =
          Collections.nCopies(times, clip.hashes(kind)).stream().flatMap(List::stream).toList();
      List<String> got = played.hashes(kind);
      int missing = pushed.size() - got.size(); // before the first entry point that it saw
      assertThat(missing).isBetween(0, clip.packetsBeforeTheFirstEntryPoint() + MOST_LATE);
      assertThat(got.equals(pushed.subList(missing, pushed.size()))).as(kind).isTrue();
    }
    List<Packet> pictures = played.of("video");
    long lastedMs = pictures.getLast().dtsMs() - pictures.getFirst().dtsMs();
    assertThat(lastedMs).isBetween(times * 5_900L - MOST_LATE_MS, times * 6_100L);
  }
}
