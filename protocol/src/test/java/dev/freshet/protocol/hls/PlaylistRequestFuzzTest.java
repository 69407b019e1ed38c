package dev.freshet.protocol.hls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.protocol.hls.PlaylistRequest.Invalid;
import dev.freshet.protocol.hls.PlaylistRequest.Newest;
import dev.freshet.protocol.hls.PlaylistRequest.Reload;
import java.nio.charset.StandardCharsets;

class PlaylistRequestFuzzTest {
  private static final PlaylistEdge EDGE = new PlaylistEdge(19, 5, 2, 200_000, 1_000_000, false);

  /// @param data a raw query
  @FuzzTest(maxDuration = "60s")
  void answersAnyQuery(byte[] data) {
    switch (PlaylistRequest.of(new String(data, StandardCharsets.ISO_8859_1))) {
      case Newest _ -> {}
      case Reload reload -> check(reload);
      case Invalid invalid -> check(invalid);
    }
  }

  private static void check(Reload reload) {
    if (reload.number() < 0 || reload.part() < Reload.NO_PART) {
      throw new AssertionError(reload);
    }
    EDGE.readiness(reload);
  }

  private static void check(Invalid invalid) {
    if (invalid.reason().length() > 100 || !invalid.reason().contains("(expected: ")) {
      throw new AssertionError(invalid);
    }
  }
}
