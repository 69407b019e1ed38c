package dev.freshet.testkit.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks the texts of one media playlist as they come. Owned by whoever loads them; a delta update
/// is applied to the text before.
public final class PlaylistFollower {
  private @Nullable MediaText before;

  /// Checks the next text, alone and against the one before.
  public List<Violation> next(String text) {
    Findings findings = new Findings();
    MediaText now = PlaylistChecker.readMedia(text, findings);
    MediaRules.check(now, findings);
    if (now.skip().line() > 0) {
      now = applied(now, findings);
    }
    if (before != null) {
      SuccessionRules.check(before, now, findings);
    }
    before = now;
    return findings.all();
  }

  private MediaText applied(MediaText delta, Findings findings) {
    if (before == null) {
      findings.add(Rule.DELTA_BASE_MISSING, delta.skip().line(), "nothing was loaded before");
      return delta;
    }
    return DeltaUpdate.apply(before, delta, findings);
  }
}
