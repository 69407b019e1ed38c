package dev.freshet.testkit.dash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/// Checks one live manifest: elements and attributes by the schema, then what it says by the rules
/// of the clauses. Lives for one text.
public final class MpdChecker {
  private final List<String> findings = new ArrayList<>();

  private MpdChecker() {}

  /// What is wrong with it; empty if nothing is.
  public static List<String> check(String text) {
    MpdChecker checker = new MpdChecker();
    MpdElement mpd = read(text);
    checker.schema(mpd);
    if (checker.findings.isEmpty()) { // else there may be nothing to look at
      checker.presentation(mpd);
    }
    return checker.findings;
  }

  static MpdElement read(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new MpdElement(
          factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)).getDocumentElement());
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(text, e);
    }
  }

  private void schema(MpdElement element) {
    MpdRules rules = MpdRules.ALL.get(element.name());
    if (rules == null) {
      findings.add(element.name() + ": unknown element");
      return;
    }
    rules
        .required()
        .forEach((name, form) -> {
          if (!element.has(name)) {
            findings.add(element.name() + "@" + name + ": missing");
          }
        });
    for (String name : element.attributes()) {
      Pattern form = form(rules, name);
      if (form == null || !form.matcher(element.text(name)).matches()) {
        findings.add(element.name() + "@" + name + ": '" + element.text(name) + "' is not allowed");
      }
    }
    order(element, rules.children());
    element.children().forEach(this::schema);
  }

  private static @Nullable Pattern form(MpdRules rules, String name) {
    Map<String, Pattern> required = rules.required();
    return required.containsKey(name) ? required.get(name) : rules.optional().get(name);
  }

  private void order(MpdElement element, List<String> expected) {
    int before = 0;
    for (MpdElement child : element.children()) {
      int at = expected.indexOf(child.name());
      if (at < before) {
        findings.add(child.name() + ": out of order or not allowed in " + element.name());
      }
      before = Math.max(before, at);
    }
  }

  private void presentation(MpdElement mpd) {
    expect(
        mpd.has("minimumUpdatePeriod") != mpd.has("mediaPresentationDuration"),
        "a live manifest says when to look again, one that ended how long it is");
    expect(!mpd.children("Period").isEmpty(), "MPD without a Period");
    expect(mpd.children("UTCTiming").size() == 1, "MPD without UTCTiming");
    Set<String> ids = new HashSet<>();
    double beforeS = -1;
    for (MpdElement period : mpd.children("Period")) {
      expect(ids.add(period.text("id")), "Period@id twice: " + period.text("id"));
      double startS = MpdTimes.seconds(period.text("start"));
      expect(startS > beforeS, "Period@start does not rise: " + startS);
      beforeS = startS;
      period(period);
    }
  }

  private void period(MpdElement period) {
    Set<String> ids = new HashSet<>();
    expect(!period.children("AdaptationSet").isEmpty(), "Period without AdaptationSet");
    for (MpdElement set : period.children("AdaptationSet")) {
      expect(ids.add(set.text("id")), "AdaptationSet@id twice: " + set.text("id"));
      expect(
          set.text("mimeType").startsWith(set.text("contentType")),
          "contentType and mimeType disagree");
      expect(set.children("Representation").size() == 1, "one Representation a set");
      representation(set);
      template(set.child("SegmentTemplate"));
    }
  }

  private void representation(MpdElement set) {
    MpdElement representation = set.child("Representation");
    boolean video = set.text("contentType").equals("video");
    expect(video == representation.has("width"), "width is for pictures");
    expect(video == representation.has("height"), "height is for pictures");
    expect(video != representation.has("audioSamplingRate"), "audioSamplingRate is for sound");
    expect(video != !representation.children().isEmpty(), "AudioChannelConfiguration is for sound");
  }

  private void template(MpdElement template) {
    boolean counted = template.has("duration");
    expect(
        counted == template.children().isEmpty(), "either duration or SegmentTimeline: 5.3.9.4.2");
    expect(
        counted == template.text("media").contains("$Number$"),
        "numbers are counted, times listed");
    expect(counted == template.has("startNumber"), "who counts says from where");
    expect(
        template.has("availabilityTimeOffset") == template.has("availabilityTimeComplete"),
        "availabilityTimeComplete belongs to availabilityTimeOffset");
    if (counted && template.has("availabilityTimeOffset")) {
      double earlyS = Double.parseDouble(template.text("availabilityTimeOffset"));
      double lastsS = template.number("duration", 0) / (double) template.number("timescale", 1);
      expect(earlyS < lastsS, "nothing is there before it begins: " + earlyS + " of " + lastsS);
    }
    for (MpdElement timeline : template.children()) {
      timeline(timeline);
    }
  }

  private void timeline(MpdElement timeline) {
    expect(!timeline.children().isEmpty(), "SegmentTimeline without S");
    expect(timeline.children().getFirst().has("t"), "the first S has a time");
    long nextTicks = 0;
    for (MpdElement s : timeline.children()) {
      long at = s.number("t", nextTicks);
      expect(at >= nextTicks, "S@t falls: " + at);
      expect(s.number("d", 0) > 0, "S@d is 0");
      nextTicks = at + s.number("d", 0) * (s.number("r", 0) + 1);
    }
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      findings.add(otherwise);
    }
  }
}
