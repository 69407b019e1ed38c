package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a playlist lists is there: a segment for its own and the playlist's duration after it left
/// (RFC 8216 6.2.2), and no longer than that takes.
class ListedSegmentsTest {
  private static final int STEP_MS = 400;
  private static final int WATCHED_MS = 20_000;

  private final OnAir onAir = new OnAir();
  private final HlsNode node = new HlsNode(onAir);
  private final Map<String, Long> untilMs = new HashMap<>();
  private final List<String> missing = new ArrayList<>();
  private String playlist = "";

  @AfterEach
  void goOffAir() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ts", "fmp4", "ll"})
  void noSegmentIsMissingBeforeItsTimeIsOver(String format) {
    onAir.publish();
    node.passMs(400);
    node.connect().send("GET", HlsNode.FIRST);
    node.passMs(3_000);
    playlist = node.join(format);
    for (int ms = 0; ms < WATCHED_MS; ms += STEP_MS) {
      if (ms == WATCHED_MS / 2) {
        onAir.loseConnection();
        onAir.passNothingMs(700);
        onAir.publish();
      }
      node.passMs(STEP_MS);
      look();
      tryAll();
    }
    assertThat(missing).isEmpty();
    assertThat(untilMs.keySet()).filteredOn(name -> !name.contains("mp4")).hasSizeGreaterThan(18);
    String first = untilMs.keySet().stream().filter(this::isOver).findFirst().orElseThrow();
    node.passMs(4_000);
    assertThat(status(first)).isEqualTo(404); // and is not kept for ever
  }

  private void look() {
    String text = node.get(playlist).text();
    double listedS = text.lines().mapToDouble(ListedSegmentsTest::durationS).sum();
    double durationS = 0;
    for (String line : text.lines().toList()) {
      if (line.startsWith("#EXTINF:")) {
        durationS = durationS(line);
      } else if (!line.startsWith("#")) {
        untilMs.put(line, nowMs() + (long) (1_000 * (durationS + listedS)));
      } else if (!line.contains("HINT") && !line.contains("REPORT")) {
        HlsNode.addresses(line).stream()
            .filter(name -> !name.startsWith("#"))
            .forEach(name -> untilMs.put(name, nowMs()));
      }
    }
  }

  private static double durationS(String line) {
    return line.startsWith("#EXTINF:")
        ? Double.parseDouble(line.substring(8, line.indexOf(',')))
        : 0;
  }

  private void tryAll() {
    untilMs.forEach((name, until) -> {
      if (nowMs() <= until && status(name) != 200) {
        missing.add(name + " at " + nowMs());
      }
    });
  }

  private boolean isOver(String name) {
    return !name.endsWith("mp4")
        && !name.matches(".*\\.\\d+\\.m4s")
        && nowMs() > untilMs.getOrDefault(name, 0L) + STEP_MS;
  }

  private int status(String name) {
    return node.ask("HEAD", HlsNode.resolve(playlist, name)).status();
  }

  private long nowMs() {
    return onAir.loops.clock().monotonicMs();
  }
}
