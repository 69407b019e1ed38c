package dev.freshet.testkit.dash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a manifest's versions one after the other: what was said once must hold (5.4). Owned by
/// the test.
public final class MpdFollower {
  private final Map<String, String> said = new HashMap<>();
  private Instant publishTime = Instant.MIN;

  /// The next version.
  ///
  /// @return what is wrong with it or disagrees with those before
  public List<String> next(String text) {
    List<String> findings = new ArrayList<>(MpdChecker.check(text));
    if (!findings.isEmpty()) {
      return findings;
    }
    MpdElement mpd = MpdChecker.read(text);
    keep(findings, "availabilityStartTime", mpd.text("availabilityStartTime"));
    Instant published = Instant.parse(mpd.text("publishTime"));
    if (published.isBefore(publishTime)) {
      findings.add("publishTime falls to " + published);
    }
    publishTime = published;
    mpd.children("Period").forEach(period -> period(findings, period));
    return findings;
  }

  private void period(List<String> findings, MpdElement period) {
    String id = period.text("id");
    keep(findings, id + "@start", period.text("start"));
    for (MpdElement set : period.children("AdaptationSet")) {
      String name = id + "/" + set.text("id");
      MpdElement template = set.child("SegmentTemplate");
      for (String fixed : List.of("timescale", "presentationTimeOffset", "initialization")) {
        keep(findings, name + "@" + fixed, template.text(fixed));
      }
      keep(findings, name + "@codecs", set.child("Representation").text("codecs"));
      if (template.has("duration")) {
        keep(findings, name + "@startNumber", template.text("startNumber"));
        keep(findings, name + "@duration", template.text("duration"));
      } else {
        timeline(findings, name, template);
      }
    }
  }

  private void timeline(List<String> findings, String name, MpdElement template) {
    long nextTicks = 0;
    for (MpdElement s : template.child("SegmentTimeline").children()) {
      long ticks = s.number("t", nextTicks);
      for (long i = 0; i <= s.number("r", 0); i++) {
        keep(findings, name + "#" + ticks, s.text("d"));
        ticks += s.number("d", 0);
      }
      nextTicks = ticks;
    }
  }

  private void keep(List<String> findings, String what, String now) {
    String before = said.putIfAbsent(what, now);
    if (before != null && !before.equals(now)) {
      findings.add(what + " was " + before + " and is " + now);
    }
  }
}
