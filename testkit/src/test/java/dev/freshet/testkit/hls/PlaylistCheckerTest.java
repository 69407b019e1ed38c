package dev.freshet.testkit.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlaylistCheckerTest {

  /// A good text, broken in one place.
  record Broken(Rule rule, String good, String from, String to) {
    String text() {
      assertThat(good).contains(from);
      return good.replace(from, to);
    }

    @Override
    public String toString() {
      return rule + ": " + from.strip() + " -> " + to.strip();
    }
  }

  static Stream<Broken> media() {
    return Stream.of(
        media(Rule.FIRST_LINE, "#EXTM3U\n", "\n"),
        media(Rule.CONTROL_CHARACTER, "#EXTM3U", "\ufeff#EXTM3U"),
        media(Rule.CONTROL_CHARACTER, "11.m4s", "11\u0007.m4s"),
        media(Rule.UNKNOWN_TAG, "#EXTINF:1.8,", "#EXT-X-PARTY\n#EXTINF:1.8,"),
        media(Rule.UNKNOWN_ATTRIBUTE, "LAST-PART=1", "LAST-PART=1,AGE=3"),
        media(Rule.ATTRIBUTE_SYNTAX, "PART-TARGET=0.5", "PART-TARGET=0.5,"),
        media(Rule.ATTRIBUTE_SYNTAX, "TYPE=PART,URI", "TYPE=PART, URI"),
        media(Rule.ATTRIBUTE_TWICE, "TYPE=PART", "TYPE=PART,TYPE=PART"),
        media(Rule.ATTRIBUTE_TYPE, "URI=\"a.mp4\"", "URI=a.mp4"),
        media(Rule.ATTRIBUTE_TYPE, "HOLD-BACK=6.0", "HOLD-BACK=+6.0"),
        media(Rule.ATTRIBUTE_TYPE, "LAST-MSN=14", "LAST-MSN=14.0"),
        media(Rule.ATTRIBUTE_MISSING, "URI=\"13.1.m4s\"", "GAP=YES"),
        media(Rule.TAG_VALUE, "MEDIA-SEQUENCE:10", "MEDIA-SEQUENCE:ten"),
        media(Rule.TAG_VALUE, "#EXTINF:1.8,", "#EXTINF:1.8"),
        media(Rule.TAG_TWICE, "#EXT-X-VERSION:9\n", "#EXT-X-VERSION:9\n#EXT-X-VERSION:9\n"),
        media(Rule.KINDS_MIXED, "#EXTINF:1.8,", "#EXT-X-STREAM-INF:BANDWIDTH=1\n#EXTINF:1.8,"),
        media(Rule.VERSION_TOO_LOW, "VERSION:9", "VERSION:5"),
        media(Rule.START_NEAR_END, "OFFSET=-7.0", "OFFSET=-5.9"),
        media(Rule.START_NEAR_END, "OFFSET=-7.0", "OFFSET=8.0"),
        media(Rule.START_OUTSIDE, "OFFSET=-7.0", "OFFSET=-9.5"),
        media(Rule.TARGET_MISSING, "#EXT-X-TARGETDURATION:2\n", ""),
        media(Rule.SEGMENT_TOO_LONG, "#EXTINF:2.0,\n11", "#EXTINF:2.5,\n11"),
        media(Rule.SEQUENCE_LATE, "10.m4s\n", "10.m4s\n#EXT-X-MEDIA-SEQUENCE:10\n"),
        media(
            Rule.DISCONTINUITY_SEQUENCE_LATE,
            "10.m4s\n",
            "10.m4s\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n"),
        media(Rule.PART_INF_MISSING, "#EXT-X-PART-INF:PART-TARGET=0.5\n", ""),
        media(Rule.SKIP_UNTIL_SHORT, "CAN-SKIP-UNTIL=12.0", "CAN-SKIP-UNTIL=11.9"),
        media(Rule.SKIP_DATERANGES_ALONE, "CAN-SKIP-UNTIL=12.0", "CAN-SKIP-DATERANGES=YES"),
        media(Rule.HOLD_BACK_SHORT, ",HOLD-BACK=6.0", ",HOLD-BACK=5.999"),
        media(Rule.PART_HOLD_BACK_MISSING, ",PART-HOLD-BACK=1.5", ""),
        media(Rule.PART_HOLD_BACK_SHORT, "PART-HOLD-BACK=1.5", "PART-HOLD-BACK=0.9"),
        media(Rule.PART_HOLD_BACK_LOW, "PART-HOLD-BACK=1.5", "PART-HOLD-BACK=1.0"),
        media(Rule.BLOCK_RELOAD_MISSING, "CAN-BLOCK-RELOAD=YES,", ""),
        media(Rule.EXTINF_MISSING, "#EXTINF:1.8,\n", ""),
        media(Rule.URI_MISSING, "LAST-PART=1\n", "LAST-PART=1\n#EXTINF:2.0,\n"),
        media(Rule.DISCONTINUITY_MISSING, "#EXT-X-DISCONTINUITY\n", ""),
        media(Rule.MAP_MISSING, "#EXT-X-MAP:URI=\"a.mp4\"\n", ""),
        media(Rule.DATE_FORM, "2026-11-22T12:00:02.000Z", "2026-11-31T12:00:02.000Z"),
        media(Rule.DATE_FORM, "2026-11-22T12:00:02.000Z", "22 Nov 2026 12:00:02"),
        media(Rule.DATE_ZONE, "12:00:02.000Z", "12:00:02.000"),
        media(Rule.DATE_ZONE, "12:00:02.000Z", "12:00:02Z"),
        media(Rule.DATE_DRIFT, "12:00:02.000Z", "12:00:04.000Z"),
        media(Rule.HEAD_AFTER_PART, "#EXTINF:1.8,", "#EXT-X-MAP:URI=\"b.mp4\"\n#EXTINF:1.8,"),
        media(Rule.PART_TOO_LONG, "0.5,URI=\"14.1", "0.501,URI=\"14.1"),
        media(Rule.PART_TOO_SHORT, "0.5,URI=\"13.1", "0.424,URI=\"13.1"),
        media(Rule.PART_SUM, "#EXTINF:1.8,", "#EXTINF:1.9,"),
        media(Rule.PART_OF_GAP, "#EXTINF:1.8,", "#EXT-X-GAP\n#EXTINF:1.8,"),
        media(
            Rule.PART_TOO_OLD,
            "#EXTINF:2.0,\n10",
            "#EXT-X-PART:DURATION=0.5,URI=\"10.0.m4s\",INDEPENDENT=YES\n#EXTINF:2.0,\n10"),
        media(Rule.INDEPENDENT_UNMARKED, "14.0.m4s\",INDEPENDENT=YES", "14.0.m4s\""),
        media(
            Rule.SKIP_NOT_OFFERED,
            "CAN-SKIP-UNTIL=12.0,",
            "",
            "SEQUENCE:1\n",
            "SEQUENCE:1\n#EXT-X-SKIP:SKIPPED-SEGMENTS=1\n"),
        media(Rule.HINT_AFTER_END, "LAST-PART=1\n", "LAST-PART=1\n#EXT-X-ENDLIST\n"),
        media(
            Rule.HINT_TWICE,
            "#EXT-X-REND",
            "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"14.3.m4s\"\n#EXT-X-REND"),
        media(Rule.HINT_LISTED, "TYPE=PART,URI=\"14.2.m4s\"", "TYPE=PART,URI=\"14.1.m4s\""),
        media(Rule.HINT_MISSING, "TYPE=PART", "TYPE=MAP"),
        media(Rule.REPORT_ABSOLUTE, "a0.m3u8", "https://host/a0.m3u8"),
        media(Rule.REPORT_PART_MISSING, ",LAST-PART=1", ""));
  }

  static Stream<Broken> multivariant() {
    return Stream.of(
        multivariant(Rule.VARIANT_MISSING, "v0.m3u8\n", ""),
        multivariant(Rule.VARIANT_MISSING, "v0.m3u8\n", "v0.m3u8\nv1.m3u8\n"),
        multivariant(Rule.ATTRIBUTE_MISSING, "BANDWIDTH=900,", ""),
        multivariant(Rule.ATTRIBUTE_TYPE, "640x360", "640*360"),
        multivariant(Rule.CODECS_MISSING, "CODECS=\"avc1.64001f,mp4a.40.2\",", ""),
        multivariant(Rule.RESOLUTION_MISSING, "RESOLUTION=640x360,", ""),
        multivariant(Rule.AVERAGE_ABOVE_PEAK, "AVERAGE-BANDWIDTH=700", "AVERAGE-BANDWIDTH=901"),
        multivariant(Rule.GROUP_MISSING, "AUDIO=\"a\"", "AUDIO=\"b\""),
        multivariant(
            Rule.DEFAULT_WITHOUT_AUTOSELECT,
            "DEFAULT=YES,AUTOSELECT=YES",
            "DEFAULT=YES,AUTOSELECT=NO"),
        multivariant(
            Rule.DEFAULT_TWICE, "\"other\",AUTOSELECT", "\"other\",DEFAULT=YES,AUTOSELECT"),
        multivariant(Rule.NAME_TWICE, "\"other\"", "\"main\""));
  }

  static Stream<Broken> later() {
    return Stream.of(
        later(Rule.SEQUENCE_FELL, "MEDIA-SEQUENCE:11", "MEDIA-SEQUENCE:9"),
        later(Rule.TARGET_CHANGED, "TARGETDURATION:2", "TARGETDURATION:3"),
        later(Rule.TARGET_CHANGED, "PART-TARGET=0.5", "PART-TARGET=0.6"),
        later(Rule.SEGMENT_CHANGED, "12.m4s", "12b.m4s"),
        later(Rule.SEGMENT_CHANGED, "#EXTINF:2.2,\n12", "#EXTINF:2.200001,\n12"),
        later(Rule.SEGMENT_CHANGED, "12:00:33.800Z", "12:00:33.801Z"),
        later(Rule.SEGMENT_CHANGED, "#EXTINF:2.0,\n11", "#EXT-X-GAP\n#EXTINF:2.0,\n11"),
        later(
            Rule.SEGMENT_VANISHED,
            Texts.LATER.substring(
                Texts.LATER.indexOf("#EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:32")),
            ""),
        later(
            Rule.DISCONTINUITY_SEQUENCE_WRONG,
            "DISCONTINUITY-SEQUENCE:1",
            "DISCONTINUITY-SEQUENCE:2"),
        later(Rule.PART_CHANGED, "14.1.m4s", "14.one.m4s"),
        later(Rule.PART_CHANGED, "0.5,URI=\"13.1", "0.49,URI=\"13.1"),
        later(
            Rule.PART_VANISHED,
            "#EXT-X-PART:DURATION=0.5,URI=\"14.1.m4s\"\n#EXT-X-PART:DURATION=0.5,URI=\"14.2.m4s\"\n",
            ""),
        later(
            Rule.PART_VANISHED,
            Texts.LATER.substring(
                Texts.LATER.indexOf("#EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:33.8")),
            ""),
        later(
            Rule.PART_CAME_BACK,
            "#EXTINF:2.2,\n12",
            "#EXT-X-PART:DURATION=0.5,URI=\"12.0.m4s\",INDEPENDENT=YES\n#EXTINF:2.2,\n12"),
        later(Rule.HINT_BROKEN, "14.2.m4s", "14.two.m4s"));
  }

  @Test
  void findsNothingInGoodTexts() {
    assertThat(PlaylistChecker.check(Texts.LOW_LATENCY)).isEmpty();
    assertThat(PlaylistChecker.check(Texts.LATER)).isEmpty();
    assertThat(PlaylistChecker.check(Texts.MULTIVARIANT)).isEmpty();
    assertThat(PlaylistChecker.check(Texts.LOW_LATENCY.replace("\n", "\r\n"))).isEmpty();
    assertThat(PlaylistChecker.checkSuccession(List.of(Texts.LOW_LATENCY, Texts.LATER))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource({"media", "multivariant"})
  void findsWhatOneTextBreaks(Broken broken) {
    assertThat(rules(PlaylistChecker.check(broken.text()))).contains(broken.rule());
  }

  @ParameterizedTest
  @MethodSource("later")
  void findsWhatALaterTextBreaks(Broken broken) {
    assertThat(rules(PlaylistChecker.checkSuccession(List.of(Texts.LOW_LATENCY, broken.text()))))
        .contains(broken.rule());
  }

  @Test
  void letsNothingFollowTheEnd() {
    String ended = Texts.window(1, 9, 0) + "#EXT-X-ENDLIST\n";
    assertThat(rules(PlaylistChecker.checkSuccession(List.of(ended, Texts.window(1, 10, 0)))))
        .containsExactly(Rule.CHANGED_AFTER_END);
  }

  @Test
  void keepsThreeTargetDurations() {
    assertThat(
            rules(
                PlaylistChecker.checkSuccession(
                    List.of(Texts.window(1, 4, 0), Texts.window(3, 4, 0)))))
        .containsExactly(Rule.WINDOW_SHORT);
  }

  @Test
  void countsTheBreaksThatLeft() {
    String without = Texts.window(8, 12, 0);
    String counted = without.replace("#EXT-X-MAP", "#EXT-X-DISCONTINUITY-SEQUENCE:1\n#EXT-X-MAP");
    String before = Texts.window(7, 11, 0);
    assertThat(PlaylistChecker.checkSuccession(List.of(before, counted))).isEmpty();
    assertThat(rules(PlaylistChecker.checkSuccession(List.of(before, without))))
        .containsExactly(Rule.DISCONTINUITY_SEQUENCE_WRONG);
  }

  @Test
  void appliesDeltaUpdates() {
    String before = Texts.window(1, 16, 0);
    String delta = Texts.window(2, 17, 10);
    String full = Texts.window(2, 17, 0);
    assertThat(PlaylistChecker.checkDelta(before, delta, full)).isEmpty();
    assertThat(PlaylistChecker.checkSuccession(List.of(before, delta, full))).isEmpty();
    String other = full.replace("17.m4s", "x.m4s");
    assertThat(rules(PlaylistChecker.checkDelta(before, delta, other)))
        .containsExactly(Rule.DELTA_DIFFERS);
  }

  @Test
  void findsDeltaUpdatesThatSkipTooMuch() {
    String before = Texts.window(1, 16, 0);
    assertThat(rules(PlaylistChecker.checkSuccession(List.of(before, Texts.window(2, 17, 11)))))
        .containsExactly(Rule.DELTA_TOO_YOUNG);
    assertThat(rules(PlaylistChecker.checkSuccession(List.of(before, Texts.window(0, 17, 10)))))
        .contains(Rule.DELTA_BASE_MISSING);
    assertThat(rules(PlaylistChecker.checkSuccession(List.of(Texts.window(2, 17, 10)))))
        .containsExactly(Rule.DELTA_BASE_MISSING);
  }

  @Test
  void comparesRenditions() {
    String audio = Texts.LOW_LATENCY.replace("a0.m3u8", "v0.m3u8");
    assertThat(renditions(audio)).isEmpty();
    assertThat(renditions(audio.replace("TARGETDURATION:2", "TARGETDURATION:3")))
        .containsExactly(Rule.RENDITION_TARGET_DIFFERS);
    assertThat(renditions(audio.replace("#EXT-X-DISCONTINUITY\n", "")))
        .containsExactly(Rule.RENDITION_BREAK_DIFFERS);
    assertThat(renditions(audio.replace("v0.m3u8", "v1.m3u8")))
        .containsExactly(Rule.REPORT_MISSING);
  }

  private static Set<Rule> renditions(String audio) {
    return rules(
        PlaylistChecker.checkRenditions(Map.of("v0.m3u8", Texts.LOW_LATENCY, "a0.m3u8", audio)));
  }

  @Test
  void answersAnyText() {
    Seeds.check(
        Seeds.count(300),
        random -> {
          String broken = broken(Texts.LOW_LATENCY, random);
          PlaylistChecker.check(broken);
          PlaylistChecker.check(broken(Texts.MULTIVARIANT, random));
          PlaylistChecker.checkSuccession(List.of(broken, broken(Texts.LATER, random)));
          String delta = broken(Texts.window(2, 17, 10), random);
          PlaylistChecker.checkDelta(Texts.window(1, 16, 0), delta, broken);
        });
  }

  /// The text with a few pieces left out, repeated or replaced.
  private static String broken(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(40));
      switch (random.nextInt(3)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to));
        default -> text.replace(from, to, "99999999999999999999");
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void knowsATestForEveryRule() {
    Set<Rule> tested =
        Stream.of(media(), multivariant(), later())
            .flatMap(s -> s)
            .map(Broken::rule)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    tested.addAll(
        List.of(
            Rule.CHANGED_AFTER_END,
            Rule.WINDOW_SHORT,
            Rule.RENDITION_TARGET_DIFFERS,
            Rule.RENDITION_BREAK_DIFFERS,
            Rule.REPORT_MISSING,
            Rule.DELTA_BASE_MISSING,
            Rule.DELTA_DIFFERS,
            Rule.DELTA_TOO_YOUNG));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(tested))).isEmpty();
  }

  @Test
  void exemptsPartsThatMayBeShort() {
    String shortPart = "#EXT-X-PART:DURATION=0.1,URI=\"13.1.m4s\"";
    String text =
        Texts.LOW_LATENCY
            .replace("#EXTINF:1.8,", "#EXTINF:1.4,")
            .replace("12:00:33.800Z", "12:00:33.400Z");
    String usual = "#EXT-X-PART:DURATION=0.5,URI=\"13.1.m4s\"";
    assertThat(PlaylistChecker.check(text.replace(usual, shortPart + ",INDEPENDENT=YES")))
        .isEmpty();
    assertThat(PlaylistChecker.check(text.replace(usual, shortPart + ",GAP=YES"))).isEmpty();
    String beforeGap = text.replace(usual, shortPart).replace("13.2.m4s\"", "13.2.m4s\",GAP=YES");
    assertThat(PlaylistChecker.check(beforeGap)).isEmpty();
  }

  @Test
  void namesTheMediaPlaylists() {
    assertThat(PlaylistChecker.mediaPlaylists(Texts.MULTIVARIANT))
        .containsExactly("a0.m3u8", "a1.m3u8", "v0.m3u8");
    assertThat(PlaylistChecker.mediaPlaylists(Texts.LOW_LATENCY)).isEmpty();
  }

  @Test
  void saysWhereAndWhy() {
    String text = Texts.LOW_LATENCY.replace("#EXTINF:2.0,\n11", "#EXTINF:2.6,\n11");
    assertThat(PlaylistChecker.check(text).getFirst())
        .hasToString(
            "error in line 16: 2.6 s of 2 s (SEGMENT_TOO_LONG: a rounded duration is at most the"
                + " target duration, 4.4.3.1)");
  }

  private static Set<Rule> rules(List<Violation> violations) {
    return violations.stream()
        .map(Violation::rule)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
  }

  private static Broken media(Rule rule, String from, String to) {
    return new Broken(rule, Texts.LOW_LATENCY, from, to);
  }

  private static Broken media(Rule rule, String from, String to, String from2, String to2) {
    return new Broken(rule, Texts.LOW_LATENCY.replace(from, to), from2, to2);
  }

  private static Broken multivariant(Rule rule, String from, String to) {
    return new Broken(rule, Texts.MULTIVARIANT, from, to);
  }

  private static Broken later(Rule rule, String from, String to) {
    return new Broken(rule, Texts.LATER, from, to);
  }
}
