package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A node at its limit refuses newcomers and says why; whoever is there misses nothing, and
/// publishers are let in.
@ExtendWith(Freshet.class)
@Settings({"overload.maxEgress=1KiB", "services.default.waitForPublisher=60s"})
class OverloadTest {
  private static final Clip CLIP = Clip.H264_AAC;

  @AutoClose private final Children children = new Children();
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void refusesNewcomersAndServesWhoIsThere(FreshetProcess freshet) throws Exception {
    AdminApi admin = freshet.admin();
    Ffmpeg.Reader early =
        Ffmpeg.V8.read(children, freshet.http("/overload/late.flv")).awaitRequest();
    Ffmpeg.V8.pushForever(children, CLIP, freshet.rtmp("overload/busy"));
    Ffmpeg.V8.read(children, freshet.http("/overload/busy.flv"));
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.metric("freshet_load_level", "") == 3);

    HttpResponse<String> refused = get(freshet.http("/overload/busy.flv"));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("urn:freshet:problem:overloaded", "at its limit");
    ChildProcess rtmp = Ffmpeg.V8.read(children, freshet.rtmp("overload/busy")).process();
    assertThat(rtmp.awaitExit(Duration.ofSeconds(30))).isNotZero();
    assertThat(rtmp.output()).contains("at its limit");
    assertThat(admin.metric("freshet_overload_refused_total", ""))
        .isGreaterThanOrEqualTo(2); // ffprobe asks again

    Ffmpeg.V8.push(children, CLIP, freshet.rtmp("overload/late")); // publishers are let in
    assertThat(early.awaitRecording(Duration.ofSeconds(30)))
        .hasMonotonicTimes()
        .isAllOf(CLIP.recording());
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
