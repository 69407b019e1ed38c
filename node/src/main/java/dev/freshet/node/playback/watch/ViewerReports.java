package dev.freshet.node.playback.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What viewers saw, as their players tell it: times to the first picture, stalls, delay.
/// Thread-safe.
///
/// Players send sums since their page was opened, so that a lost report costs nothing; the sums of
/// the newest [#MAX_SESSIONS] players are remembered to count only what is new.
public final class ViewerReports {
  static final int MAX_SESSIONS = 50_000;

  /// No player's sum of milliseconds or frames is larger: a month.
  private static final double MOST = 31L * 24 * 3_600 * 1_000;

  /// What one player had told before.
  private record Sums(
      boolean firstPicture, double stalls, double stalledMs, double playedMs, double dropped) {
    static final Sums NONE = new Sums(false, 0, 0, 0, 0);
  }

  private final Map<String, Sums> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Sums> eldest) {
          return size() > MAX_SESSIONS;
        }
      };
  private final Timer firstPicture;
  private final Timer delay;
  private final Counter stalls;
  private final Counter stalled;
  private final Counter played;
  private final Counter dropped;
  private final Counter refused;

  public ViewerReports(MeterRegistry meters) {
    firstPicture =
        histogram(
            meters, "freshet.viewer.first.picture", "Click to first picture, as players tell it");
    delay = histogram(meters, "freshet.viewer.delay", "Ingest to screen, as players tell it");
    stalls = counter(meters, "freshet.viewer.stalls", null, "Stalls that viewers saw");
    stalled =
        counter(meters, "freshet.viewer.stalled", "seconds", "Time that viewers spent in stalls");
    played = counter(meters, "freshet.viewer.played", "seconds", "Time that viewers watched");
    dropped = counter(meters, "freshet.viewer.dropped.frames", null, "Frames that players dropped");
    refused =
        counter(meters, "freshet.viewer.reports.refused", null, "Reports that could not be read");
  }

  /// Takes one report.
  ///
  /// @return what is wrong with it, or null
  @Nullable String add(JsonNode report) {
    String session = report.path("session").asText("");
    if (session.isEmpty() || session.length() > 64) {
      refused.increment();
      return "session: expected a name of 1 to 64 characters";
    }
    double firstPictureMs = report.path("firstPictureMs").asDouble(-1);
    Sums now =
        new Sums(
            firstPictureMs >= 0,
            sum(report, "stalls"),
            sum(report, "stalledMs"),
            sum(report, "playedMs"),
            sum(report, "droppedFrames"));
    Sums before = remember(session, now);
    if (now.firstPicture && !before.firstPicture) {
      firstPicture.record(millis(firstPictureMs));
    }
    double delayMs = report.path("delayMs").asDouble(-1);
    if (delayMs >= 0) {
      delay.record(millis(delayMs));
    }
    stalls.increment(Math.max(0, now.stalls - before.stalls));
    stalled.increment(Math.max(0, now.stalledMs - before.stalledMs) / 1e3);
    played.increment(Math.max(0, now.playedMs - before.playedMs) / 1e3);
    dropped.increment(Math.max(0, now.dropped - before.dropped));
    return null;
  }

  private Sums remember(String session, Sums now) {
    synchronized (sessions) {
      Sums before = sessions.put(session, now);
      return before == null ? Sums.NONE : before;
    }
  }

  private static double sum(JsonNode report, String key) {
    double value = report.path(key).asDouble(0);
    return Double.isFinite(value) ? Math.clamp(value, 0, MOST) : 0;
  }

  private static Duration millis(double ms) {
    return Duration.ofMillis(Math.round(Math.clamp(ms, 0, MOST)));
  }

  private static Counter counter(
      MeterRegistry meters, String name, @Nullable String unit, String description) {
    return Counter.builder(name).baseUnit(unit).description(description).register(meters);
  }

  private static Timer histogram(MeterRegistry meters, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10))
        .register(meters);
  }
}
