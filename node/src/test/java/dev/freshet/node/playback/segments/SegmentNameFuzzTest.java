package dev.freshet.node.playback.segments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.contract.StreamKey;
import java.nio.charset.StandardCharsets;

/// Whatever stands in an address: a file that is called like this, or none; and no session but
/// ours.
class SegmentNameFuzzTest {
  private static final StreamKey KEY = StreamKey.of("default/live/test");
  private static final SessionToken.Signer SIGNER =
      new SessionToken.Signer("a secret of sixteen or more");
  private static final SessionToken TOKEN =
      new SessionToken(7, SessionToken.Format.HLS_LL, false, 1_800_000_000L);
  private static final String SIGNED = SIGNER.sign(TOKEN, KEY, "");

  @FuzzTest
  void names(byte[] data) {
    String name = new String(data, StandardCharsets.ISO_8859_1);
    SegmentFile file = SegmentFile.of(name);
    if (file != null && !file.equals(SegmentFile.of(file.toString()))) {
      throw new AssertionError(name + " is " + file);
    }
  }

  @FuzzTest
  void sessions(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    SessionToken found = SIGNER.check(text, KEY, "");
    if (found != null && !(text.equals(SIGNED) && found.equals(TOKEN))) {
      throw new AssertionError(text + " is " + found);
    }
  }
}
