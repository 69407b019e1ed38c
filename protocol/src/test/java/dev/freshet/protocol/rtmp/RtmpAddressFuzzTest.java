package dev.freshet.protocol.rtmp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class RtmpAddressFuzzTest {

  /// @param data tcUrl, app and stream, a line each
  @FuzzTest(maxDuration = "60s")
  void makesSomethingOfAnything(byte[] data) {
    String[] lines = new String(data, StandardCharsets.UTF_8).split("\n", 3);
    RtmpAddress address = RtmpAddress.of(line(lines, 0), line(lines, 1), line(lines, 2));
    if (address.name().contains("/") || address.host().contains("/")) {
      throw new AssertionError("a slash: " + address);
    }
    tryUrl(line(lines, 0));
  }

  private static void tryUrl(String text) {
    try {
      RtmpUrl.of(RtmpUrl.of(text).toString());
    } catch (IllegalArgumentException expected) {
      // says what was expected
    }
  }

  private static String line(String[] lines, int index) {
    return index < lines.length ? lines[index] : "";
  }
}
