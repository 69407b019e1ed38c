package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.FreshetProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A node that is killed and loses its disk goes on counting upwards: epochs and segments rest on
/// no file.
class RestartTest {

  @Test
  void epochAndSegmentRiseThoughTheDataIsLost() {
    JsonNode before = publishOnANewNode();
    JsonNode after = publishOnANewNode(); // with a new, empty data folder
    assertThat(term(after)).isGreaterThan(term(before));
    assertThat(term(before)).isPositive();
    assertThat(after.path("segment").asLong()).isGreaterThan(before.path("segment").asLong());
    assertThat(before.path("segment").asLong()).isPositive();
  }

  private static long term(JsonNode stream) {
    return Long.parseLong(stream.path("epoch").asText().split("@", 2)[0]);
  }

  private JsonNode publishOnANewNode() {
    try (Children run = new Children()) {
      FreshetProcess freshet = FreshetProcess.start(run);
      AdminApi admin = freshet.admin();
      Ffmpeg.SYSTEM.push(run, Clip.H264_AAC, freshet.rtmp("restart/clip"));
      await().atMost(Duration.ofSeconds(20)).until(() -> admin.frames("restart/clip") > 150);
      JsonNode stream = admin.stream("restart/clip");
      freshet.process().signal("KILL");
      return stream;
    }
  }
}
