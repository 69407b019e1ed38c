package dev.freshet.node.admin;

import dev.freshet.contract.service.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a broadcaster could do better, from what the node measures. A pure function: no owner.
public final class Advice {
  /// A viewer notices a picture that comes later than this.
  private static final long LATE_MS = 4_000;

  /// Shorter than this, keyframes cost more bits than they save delay.
  private static final long DENSE_MS = 900;

  /// What every encoder can be set to.
  private static final int USUAL_MS = 1_000;

  /// Intervals that wobble about the limit are fine.
  private static final double TOLERANCE = 1.1;

  private static final long SKEWED_MS = 1_000;

  private Advice() {}

  /// Places a stream on the curve of GOP lengths, and looks at what else can be seen.
  ///
  /// @param gopMs key interval, 0 while not known
  /// @param skewMs how far pictures are ahead of sound
  public static List<String> of(
      Profile profile, long gopMs, long skewMs, boolean video, boolean audio) {
    List<String> advice = new ArrayList<>();
    if (video && gopMs > 0) {
      ofGop(profile, gopMs, advice);
    }
    if (video && audio && Math.abs(skewMs) > SKEWED_MS) {
      advice.add(
          "%s is %s ahead of %s: viewers wait for the later one"
              .formatted(
                  skewMs > 0 ? "video" : "audio",
                  seconds(Math.abs(skewMs)),
                  skewMs > 0 ? "audio" : "video"));
    }
    return List.copyOf(advice);
  }

  private static void ofGop(Profile profile, long gopMs, List<String> advice) {
    if (gopMs > LATE_MS) {
      advice.add(
          "key interval is %s: viewers start late, half of them more than %s behind; set %s or less"
              .formatted(
                  seconds(gopMs),
                  seconds(GopCurve.at(profile, gopMs).joinDelayMs()),
                  seconds(Math.clamp(profile.playerMaxBufferMs(), USUAL_MS, 2_000))));
    } else if (gopMs > TOLERANCE * Math.max(profile.playerMaxBufferMs(), USUAL_MS)) {
      advice.add(
          "key interval is %s, longer than the %s that profile %s lets a player buffer: join delay"
                  .formatted(seconds(gopMs), seconds(profile.playerMaxBufferMs()), profile.name())
              + " grows; shorten it");
    } else if (gopMs < Math.min(DENSE_MS, profile.playerMaxBufferMs() / 2)) {
      advice.add(
          "key interval is %s: viewers start at once, but the same quality takes up to %s times the"
                  .formatted(seconds(gopMs), GopCurve.at(profile, gopMs).bitrateCalm())
              + " bitrate of 2 s; 1 s to 2 s costs less");
    }
  }

  private static String seconds(long ms) {
    return ms % 1_000 == 0 ? ms / 1_000 + " s" : String.format(Locale.ROOT, "%.1f s", ms / 1_000.0);
  }
}
