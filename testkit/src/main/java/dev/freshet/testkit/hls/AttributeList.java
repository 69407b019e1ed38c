package dev.freshet.testkit.hls;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The attributes of a tag (4.2), checked one by one. A value: no owner.
///
/// @param line where the tag stands; 0 if there is none
/// @param values as they are written, quotes included; only those of the right type
record AttributeList(int line, Map<String, String> values) {
  static final AttributeList NONE = new AttributeList(0, Map.of());
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^\",\\s]+)(,|$)");

  AttributeList {
    values = Map.copyOf(values);
  }

  static AttributeList read(Line.Tag tag, Findings findings) {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(tag.value());
    int at = 0;
    while (at < tag.value().length() && attribute.find(at) && attribute.start() == at) {
      String name = attribute.group(1);
      findings.addIf(values.containsKey(name), Rule.ATTRIBUTE_TWICE, tag.number(), name);
      values.put(name, attribute.group(2));
      at = attribute.end();
    }
    boolean whole = at == tag.value().length() && at > 0 && !tag.value().endsWith(",");
    findings.addIf(!whole, Rule.ATTRIBUTE_SYNTAX, tag.number(), "'" + tag.value() + "'");
    checkTypes(tag, values, findings);
    return new AttributeList(tag.number(), values);
  }

  private static void checkTypes(Line.Tag tag, Map<String, String> values, Findings findings) {
    TagAttributes known = TagAttributes.of(tag.name());
    if (known == null) {
      return;
    }
    for (String name : known.required()) {
      boolean missing = !values.containsKey(name);
      findings.addIf(missing, Rule.ATTRIBUTE_MISSING, tag.number(), name + " of " + tag.name());
    }
    for (Map.Entry<String, String> attribute : List.copyOf(values.entrySet())) {
      AttributeType type = known.types().get(attribute.getKey());
      if (type == null) {
        findings.add(Rule.UNKNOWN_ATTRIBUTE, tag.number(), attribute.getKey());
      } else if (!type.accepts(attribute.getValue())) {
        findings.add(Rule.ATTRIBUTE_TYPE, tag.number(), attribute + " is not " + type);
        values.remove(attribute.getKey());
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  boolean isYes(String name) {
    return "YES".equals(values.get(name));
  }

  /// A value without its quotes, or null if it is not there.
  @Nullable String text(String name) {
    String value = values.get(name);
    return value == null ? null : value.replace("\"", "");
  }

  /// A value without its quotes, or nothing if it is not there.
  String textOrEmpty(String name) {
    String text = text(name);
    return text == null ? "" : text;
  }

  /// Decimal seconds in microseconds; 0 if they are not there.
  long us(String name) {
    String value = values.get(name);
    return value == null ? 0 : Seconds.us(value);
  }

  /// An integer; 0 if it is not there.
  long integer(String name) {
    String value = values.get(name);
    return value == null ? 0 : new BigDecimal(value).longValue();
  }
}
