package dev.freshet.testkit.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which attributes a tag has, of which type, and which of them it must have. A value: no owner.
///
/// @param types of all of them
/// @param required those that must be there
record TagAttributes(Map<String, AttributeType> types, List<String> required) {
  /// From sections 4.4.2 to 4.4.6; `!` marks what is required.
  private static final String TABLE =
      """
      EXT-X-START !TIME-OFFSET=signed PRECISE=yes_no
      EXT-X-DEFINE NAME=quoted VALUE=quoted IMPORT=quoted QUERYPARAM=quoted
      EXT-X-PART-INF !PART-TARGET=decimal
      EXT-X-SERVER-CONTROL CAN-SKIP-UNTIL=decimal CAN-SKIP-DATERANGES=yes HOLD-BACK=decimal \
      PART-HOLD-BACK=decimal CAN-BLOCK-RELOAD=yes
      EXT-X-KEY !METHOD=enum URI=quoted IV=hex KEYFORMAT=quoted KEYFORMATVERSIONS=quoted
      EXT-X-MAP !URI=quoted BYTERANGE=quoted
      EXT-X-PART !URI=quoted !DURATION=decimal INDEPENDENT=yes BYTERANGE=quoted GAP=yes
      EXT-X-SKIP !SKIPPED-SEGMENTS=integer RECENTLY-REMOVED-DATERANGES=quoted
      EXT-X-PRELOAD-HINT !TYPE=enum !URI=quoted BYTERANGE-START=integer BYTERANGE-LENGTH=integer
      EXT-X-RENDITION-REPORT !URI=quoted LAST-MSN=integer LAST-PART=integer
      EXT-X-MEDIA !TYPE=enum URI=quoted !GROUP-ID=quoted LANGUAGE=quoted ASSOC-LANGUAGE=quoted \
      !NAME=quoted STABLE-RENDITION-ID=quoted DEFAULT=yes_no AUTOSELECT=yes_no FORCED=yes_no \
      INSTREAM-ID=quoted BIT-DEPTH=integer SAMPLE-RATE=integer CHARACTERISTICS=quoted \
      CHANNELS=quoted
      EXT-X-STREAM-INF !BANDWIDTH=integer AVERAGE-BANDWIDTH=integer SCORE=decimal CODECS=quoted \
      SUPPLEMENTAL-CODECS=quoted RESOLUTION=resolution FRAME-RATE=decimal HDCP-LEVEL=enum \
      ALLOWED-CPC=quoted VIDEO-RANGE=enum REQ-VIDEO-LAYOUT=quoted STABLE-VARIANT-ID=quoted \
      AUDIO=quoted VIDEO=quoted SUBTITLES=quoted CLOSED-CAPTIONS=quoted_or_none PATHWAY-ID=quoted
      EXT-X-SESSION-DATA !DATA-ID=quoted VALUE=quoted URI=quoted FORMAT=enum LANGUAGE=quoted
      EXT-X-CONTENT-STEERING !SERVER-URI=quoted PATHWAY-ID=quoted
      """;

  private static final Map<String, TagAttributes> BY_TAG = table();

  TagAttributes {
    types = Map.copyOf(types);
    required = List.copyOf(required);
  }

  static @Nullable TagAttributes of(String tag) {
    return BY_TAG.get(tag);
  }

  private static Map<String, TagAttributes> table() {
    Map<String, TagAttributes> byTag = new LinkedHashMap<>();
    TABLE.lines().forEach(line -> row(line, byTag));
    return Map.copyOf(byTag);
  }

  private static void row(String line, Map<String, TagAttributes> byTag) {
    String[] words = line.split(" +");
    Map<String, AttributeType> types = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=");
      String name = pair[0].replace("!", "");
      types.put(name, AttributeType.valueOf(pair[1].toUpperCase(Locale.ROOT)));
      if (pair[0].startsWith("!")) {
        required.add(name);
      }
    }
    byTag.put(words[0], new TagAttributes(types, required));
  }
}
