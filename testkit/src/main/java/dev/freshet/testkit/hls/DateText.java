package dev.freshet.testkit.hls;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A date as EXT-X-PROGRAM-DATE-TIME writes it (4.4.4.6). No state, no owner.
final class DateText {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.(\\d+))?)(Z|[+-]\\d\\d:?\\d\\d)?");

  private DateText() {}

  static void check(String date, int line, Findings findings) {
    Matcher form = FORM.matcher(date);
    if (!form.matches() || unixMs(date).isEmpty()) {
      findings.add(Rule.DATE_FORM, line, date);
      return;
    }
    String fraction = form.group(2);
    boolean vague = form.group(3) == null || fraction == null || fraction.length() < 3;
    findings.addIf(vague, Rule.DATE_ZONE, line, date);
  }

  /// Unix time, or nothing if it is no date. Without a zone it is UTC.
  static OptionalLong unixMs(String date) {
    Matcher form = FORM.matcher(date);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    try {
      ZoneOffset zone = form.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(form.group(3));
      return OptionalLong.of(LocalDateTime.parse(form.group(1)).toInstant(zone).toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
