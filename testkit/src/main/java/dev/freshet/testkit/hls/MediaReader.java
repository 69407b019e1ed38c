package dev.freshet.testkit.hls;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a media playlist, tag by tag (4.4.3 to 4.4.5). Lives for one text.
final class MediaReader {
  private static final Pattern EXTINF = Pattern.compile("([0-9]+(?:\\.[0-9]+)?),(.*)");
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");

  private final Findings findings;
  private final List<ListedSegment> segments = new ArrayList<>();
  private final List<AttributeList> hints = new ArrayList<>();
  private final List<AttributeList> reports = new ArrayList<>();
  private SegmentDraft draft = new SegmentDraft();
  private int version = 1;
  private int neededVersion = 1;
  private long targetUs;
  private long mediaSequence;
  private long discontinuitySequence;
  private long discontinuities;
  private boolean independent;
  private boolean ended;
  private AttributeList start = AttributeList.NONE;
  private AttributeList control = AttributeList.NONE;
  private AttributeList partInf = AttributeList.NONE;
  private AttributeList skip = AttributeList.NONE;
  private @Nullable String mapUri;
  private boolean mapSaid;

  private MediaReader(Findings findings) {
    this.findings = findings;
  }

  static MediaText read(List<Line> lines, Findings findings) {
    MediaReader reader = new MediaReader(findings);
    for (Line line : lines) {
      switch (line) {
        case Line.Tag tag -> reader.tag(tag);
        case Line.Address address -> reader.address(address);
      }
    }
    return reader.finish();
  }

  private void tag(Line.Tag tag) {
    switch (tag.name()) {
      case "EXT-X-VERSION" -> version = (int) integer(tag);
      case "EXT-X-TARGETDURATION" -> targetUs = integer(tag) * 1_000_000;
      case "EXT-X-MEDIA-SEQUENCE" -> mediaSequence(tag);
      case "EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuitySequence(tag);
      case "EXT-X-INDEPENDENT-SEGMENTS" -> independent = true;
      case "EXT-X-ENDLIST" -> ended = true;
      case "EXT-X-START" -> start = attributes(tag);
      case "EXT-X-SERVER-CONTROL" -> control = attributes(tag);
      case "EXT-X-PART-INF" -> partInf = attributes(tag);
      case "EXT-X-SKIP" -> skip(tag);
      case "EXT-X-PRELOAD-HINT" -> hints.add(attributes(tag));
      case "EXT-X-RENDITION-REPORT" -> reports.add(attributes(tag));
      default -> segmentTag(tag);
    }
  }

  private void segmentTag(Line.Tag tag) {
    switch (tag.name()) {
      case "EXTINF" -> duration(tag);
      case "EXT-X-DISCONTINUITY" -> {
        draft.breaks(tag, findings);
        discontinuities++;
      }
      case "EXT-X-PROGRAM-DATE-TIME" -> draft.date(tag, findings);
      case "EXT-X-MAP" -> map(tag);
      case "EXT-X-GAP" -> draft.gap(tag);
      case "EXT-X-PART" -> draft.part(ListedPart.of(attributes(tag)));
      case "EXT-X-KEY" -> draft.head(tag, findings);
      case "EXT-X-BYTERANGE" -> neededVersion = Math.max(neededVersion, 4);
      default -> {} // says nothing about segments
    }
  }

  private AttributeList attributes(Line.Tag tag) {
    return AttributeList.read(tag, findings);
  }

  private long integer(Line.Tag tag) {
    if (INTEGER.matcher(tag.value()).matches()) {
      return new BigDecimal(tag.value()).longValue();
    }
    findings.add(Rule.TAG_VALUE, tag.number(), tag.name() + ":" + tag.value());
    return 0;
  }

  private void mediaSequence(Line.Tag tag) {
    boolean late = !segments.isEmpty() || !draft.isEmpty();
    findings.addIf(late, Rule.SEQUENCE_LATE, tag.number(), tag.value());
    mediaSequence = integer(tag);
  }

  private void discontinuitySequence(Line.Tag tag) {
    boolean late = !segments.isEmpty() || !draft.isEmpty();
    findings.addIf(late, Rule.DISCONTINUITY_SEQUENCE_LATE, tag.number(), tag.value());
    discontinuitySequence = integer(tag);
  }

  private void skip(Line.Tag tag) {
    skip = attributes(tag);
    int needed = skip.has("RECENTLY-REMOVED-DATERANGES") ? 10 : 9;
    neededVersion = Math.max(neededVersion, needed);
  }

  private void map(Line.Tag tag) {
    draft.head(tag, findings);
    mapUri = attributes(tag).textOrEmpty("URI");
    mapSaid = true;
    neededVersion = Math.max(neededVersion, 6);
  }

  private void duration(Line.Tag tag) {
    Matcher extinf = EXTINF.matcher(tag.value());
    if (!extinf.matches()) {
      findings.add(Rule.TAG_VALUE, tag.number(), "EXTINF:" + tag.value());
      draft.duration(0, tag.number());
      return;
    }
    if (extinf.group(1).contains(".")) {
      neededVersion = Math.max(neededVersion, 3);
    }
    draft.duration(Seconds.us(extinf.group(1)), tag.number());
  }

  private void address(Line.Address address) {
    findings.addIf(!draft.hasDuration(), Rule.EXTINF_MISSING, address.number(), address.uri());
    segments.add(finishDraft(address.number(), address.uri()));
    draft = new SegmentDraft();
  }

  private ListedSegment finishDraft(int line, String uri) {
    long number = mediaSequence + skip.integer("SKIPPED-SEGMENTS") + segments.size();
    long discontinuity = discontinuitySequence + discontinuities;
    return draft.finish(line, uri, number, discontinuity, mapUri, mapSaid);
  }

  private MediaText finish() {
    findings.addIf(draft.hasDuration(), Rule.URI_MISSING, draft.durationLine(), "end of playlist");
    String versions = version + " (needed: " + neededVersion + ")";
    findings.addIf(version < neededVersion, Rule.VERSION_TOO_LOW, 0, versions);
    return new MediaText(
        version,
        targetUs,
        mediaSequence,
        discontinuitySequence,
        independent,
        start,
        control,
        partInf.us("PART-TARGET"),
        skip,
        segments,
        draft.isEmpty() ? null : finishDraft(0, ""),
        hints,
        reports,
        ended);
  }
}
