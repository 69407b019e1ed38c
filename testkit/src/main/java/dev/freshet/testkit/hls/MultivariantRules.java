package dev.freshet.testkit.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a multivariant playlist must hold (4.4.6). Lives for one check.
final class MultivariantRules {
  private static final String VIDEO_CODECS = ".*(avc|hvc|hev|av01|vp0|dvh|vvc).*";

  private final Findings findings;
  private final List<AttributeList> variants = new ArrayList<>();
  private final Set<String> groups = new HashSet<>(); // TYPE:GROUP-ID
  private final Set<String> names = new HashSet<>();
  private final Set<String> defaults = new HashSet<>();
  private final List<String> addresses = new ArrayList<>();
  private @Nullable AttributeList pending; // a variant without its address so far

  private MultivariantRules(Findings findings) {
    this.findings = findings;
  }

  /// Checks the lines and answers the addresses of the media playlists they name.
  static List<String> check(List<Line> lines, Findings findings) {
    MultivariantRules rules = new MultivariantRules(findings);
    for (Line line : lines) {
      switch (line) {
        case Line.Tag tag -> rules.tag(tag);
        case Line.Address address -> rules.address(address);
      }
    }
    rules.closePending();
    findings.addIf(rules.variants.isEmpty(), Rule.VARIANT_MISSING, 0, "none");
    rules.variants.forEach(rules::variant);
    return rules.addresses;
  }

  private void tag(Line.Tag tag) {
    switch (tag.name()) {
      case "EXT-X-MEDIA" -> rendition(AttributeList.read(tag, findings));
      case "EXT-X-STREAM-INF" -> {
        closePending();
        AttributeList variant = AttributeList.read(tag, findings);
        variants.add(variant);
        pending = variant;
      }
      case "EXT-X-START" -> AttributeList.read(tag, findings);
      default -> {} // nothing to compare
    }
  }

  private void address(Line.Address address) {
    findings.addIf(pending == null, Rule.VARIANT_MISSING, address.number(), address.uri());
    addresses.add(address.uri());
    pending = null;
  }

  private void closePending() {
    if (pending != null) {
      findings.add(Rule.VARIANT_MISSING, pending.line(), "no address");
      pending = null;
    }
  }

  private void rendition(AttributeList rendition) {
    String group = rendition.textOrEmpty("TYPE") + ":" + rendition.textOrEmpty("GROUP-ID");
    groups.add(group);
    String name = rendition.textOrEmpty("NAME");
    boolean again = !names.add(group + ":" + name);
    findings.addIf(again, Rule.NAME_TWICE, rendition.line(), name);
    boolean isDefault = rendition.isYes("DEFAULT");
    boolean second = isDefault && !defaults.add(group);
    findings.addIf(second, Rule.DEFAULT_TWICE, rendition.line(), name);
    boolean contradicts = isDefault && "NO".equals(rendition.text("AUTOSELECT"));
    findings.addIf(contradicts, Rule.DEFAULT_WITHOUT_AUTOSELECT, rendition.line(), name);
    if (rendition.has("URI")) {
      addresses.add(rendition.textOrEmpty("URI"));
    }
  }

  private void variant(AttributeList variant) {
    String codecs = variant.textOrEmpty("CODECS");
    findings.addIf(codecs.isEmpty(), Rule.CODECS_MISSING, variant.line(), "none");
    boolean flat = codecs.matches(VIDEO_CODECS) && !variant.has("RESOLUTION");
    findings.addIf(flat, Rule.RESOLUTION_MISSING, variant.line(), codecs);
    long average = variant.integer("AVERAGE-BANDWIDTH");
    boolean above = average > variant.integer("BANDWIDTH");
    findings.addIf(above, Rule.AVERAGE_ABOVE_PEAK, variant.line(), "" + average);
    for (String type : List.of("AUDIO", "VIDEO", "SUBTITLES")) {
      String group = variant.text(type);
      boolean missing = group != null && !groups.contains(type + ":" + group);
      findings.addIf(missing, Rule.GROUP_MISSING, variant.line(), type + " " + group);
    }
  }
}
