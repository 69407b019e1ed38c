package dev.freshet.testkit.hls;

/// One demand of the draft. A constant says which section makes it, how strongly, and what it is.
public enum Rule {
  FIRST_LINE("4.4.1.1", Level.MUST, "the first line is #EXTM3U"),
  CONTROL_CHARACTER("4.1", Level.MUST, "no byte order mark, no control characters"),
  UNKNOWN_TAG("4.1", Level.SHOULD, "tags are those of the draft"),
  UNKNOWN_ATTRIBUTE("4.2", Level.SHOULD, "attributes are those of the draft"),
  ATTRIBUTE_SYNTAX("4.2", Level.MUST, "attributes are NAME=value, separated by commas"),
  ATTRIBUTE_TWICE("4.2", Level.MUST, "an attribute appears once"),
  ATTRIBUTE_TYPE("4.2", Level.MUST, "an attribute's value has its type"),
  ATTRIBUTE_MISSING("4.4", Level.MUST, "a tag has its required attributes"),
  TAG_VALUE("4.4", Level.MUST, "a tag's value has its form"),
  TAG_TWICE("4.4.2, 4.4.3", Level.MUST, "a tag about the whole playlist appears once"),
  KINDS_MIXED("4.4.6", Level.MUST, "a playlist is a media or a multivariant playlist"),
  VERSION_TOO_LOW("8", Level.MUST, "the version covers the features in use"),

  START_NEAR_END("4.4.2.2", Level.SHOULD, "a live start is not within 3 targets of the end"),
  START_OUTSIDE("4.4.2.2", Level.SHOULD, "a start lies within the playlist"),
  TARGET_MISSING("4.4.3.1", Level.MUST, "there is a target duration of at least 1"),
  SEGMENT_TOO_LONG("4.4.3.1", Level.MUST, "a rounded duration is at most the target duration"),
  SEQUENCE_LATE("4.4.3.2", Level.MUST, "the media sequence comes before the first segment"),
  DISCONTINUITY_SEQUENCE_LATE(
      "4.4.3.3", Level.MUST, "the discontinuity sequence comes before segments and breaks"),
  PART_INF_MISSING("4.4.3.7", Level.MUST, "parts need a part target"),
  SKIP_UNTIL_SHORT("4.4.3.8", Level.MUST, "CAN-SKIP-UNTIL is at least 6 target durations"),
  SKIP_DATERANGES_ALONE("4.4.3.8", Level.MUST, "CAN-SKIP-DATERANGES needs CAN-SKIP-UNTIL"),
  HOLD_BACK_SHORT("4.4.3.8", Level.MUST, "HOLD-BACK is at least 3 target durations"),
  PART_HOLD_BACK_MISSING("4.4.3.8", Level.MUST, "a part target needs PART-HOLD-BACK"),
  PART_HOLD_BACK_SHORT("4.4.3.8", Level.MUST, "PART-HOLD-BACK is at least 2 part targets"),
  PART_HOLD_BACK_LOW("4.4.3.8", Level.SHOULD, "PART-HOLD-BACK is at least 3 part targets"),
  BLOCK_RELOAD_MISSING("B.1", Level.SHOULD, "parts come with CAN-BLOCK-RELOAD"),

  EXTINF_MISSING("4.4.4.1", Level.MUST, "each segment has a duration"),
  URI_MISSING("4.4.4", Level.MUST, "a duration is followed by an address"),
  DISCONTINUITY_MISSING("4.4.4.3", Level.SHOULD, "a new map comes with a discontinuity"),
  MAP_MISSING("4.4.4.5", Level.MUST, "fragmented MP4 has a map"),
  DATE_FORM("4.4.4.6", Level.MUST, "a date is ISO 8601"),
  DATE_ZONE("4.4.4.6", Level.SHOULD, "a date has a zone and milliseconds"),
  DATE_DRIFT("4.4.4.6", Level.SHOULD, "dates advance as durations do, within a second"),
  HEAD_AFTER_PART("4.4.4.9", Level.MUST, "break, map and date come before a segment's parts"),
  PART_TOO_LONG("4.4.4.9", Level.MUST, "a part is at most the part target long"),
  PART_TOO_SHORT("4.4.4.9", Level.MUST, "a part is at least 85 % of the part target long"),
  PART_SUM("3.2", Level.MUST, "a segment's parts are together as long as it"),
  PART_OF_GAP("6.2.1", Level.MUST, "the parts of a gap are gaps"),
  PART_TOO_OLD("6.2.2", Level.SHOULD, "parts are listed within 3 target durations of the end"),
  INDEPENDENT_UNMARKED("4.4.4.9", Level.SHOULD, "independent segments begin with such a part"),

  SKIP_NOT_OFFERED("6.2.5.1", Level.MUST, "EXT-X-SKIP needs CAN-SKIP-UNTIL and no end"),
  HINT_AFTER_END("4.4.5.3", Level.MUST, "an ended playlist has no hints"),
  HINT_TWICE("6.2.6", Level.SHOULD, "there is one hint of a type"),
  HINT_LISTED("4.4.5.3", Level.SHOULD, "what is hinted is not listed yet"),
  HINT_MISSING("B.1", Level.SHOULD, "a live playlist with parts hints the next one"),
  REPORT_ABSOLUTE("4.4.5.4", Level.MUST, "a report's address is relative"),
  REPORT_PART_MISSING("4.4.5.4", Level.SHOULD, "reports name a part where there are parts"),

  SEQUENCE_FELL("6.2.2", Level.MUST, "the media sequence never falls"),
  TARGET_CHANGED("6.2.1", Level.MUST, "the target durations never change"),
  SEGMENT_CHANGED("6.2.1", Level.MUST, "a published segment never changes"),
  SEGMENT_VANISHED("6.2.2", Level.MUST, "segments leave from the front"),
  WINDOW_SHORT("6.2.2", Level.MUST, "nothing leaves that makes it shorter than 3 targets"),
  DISCONTINUITY_SEQUENCE_WRONG(
      "6.2.2", Level.MUST, "the discontinuity sequence counts the breaks that left"),
  PART_CHANGED(
      "6.2.1", Level.MUST, "a published part never changes, unless it is lost with its segment"),
  PART_VANISHED("6.2.2", Level.MUST, "a segment's parts leave together, and later than older ones"),
  PART_CAME_BACK("6.2.2", Level.MUST, "parts that left stay away"),
  HINT_BROKEN("4.4.5.3", Level.MUST, "a hinted part is listed under the hinted address"),
  CHANGED_AFTER_END("4.4.3.4", Level.MUST, "an ended playlist gets nothing new"),
  DELTA_BASE_MISSING("6.3.7", Level.MUST, "what a delta update skips was listed before"),
  DELTA_DIFFERS("6.2.5.1", Level.MUST, "a delta update makes the full playlist"),
  DELTA_TOO_YOUNG("6.2.5.1", Level.MUST, "only segments beyond the skip boundary are skipped"),

  RENDITION_TARGET_DIFFERS("6.2.4", Level.MUST, "all renditions have one target duration"),
  RENDITION_BREAK_DIFFERS("6.2.4", Level.MUST, "matching content has one discontinuity number"),
  REPORT_MISSING("B.1", Level.SHOULD, "each low-latency playlist reports every other rendition"),

  VARIANT_MISSING("4.4.6.2", Level.MUST, "a multivariant playlist has variants with addresses"),
  CODECS_MISSING("4.4.6.2", Level.SHOULD, "a variant names its codecs"),
  RESOLUTION_MISSING("4.4.6.2", Level.SHOULD, "a variant with video has a resolution"),
  AVERAGE_ABOVE_PEAK("4.4.6.2", Level.MUST, "the average bandwidth is at most the peak"),
  GROUP_MISSING("4.4.6.2", Level.MUST, "a variant's groups exist"),
  DEFAULT_WITHOUT_AUTOSELECT("4.4.6.1", Level.MUST, "DEFAULT=YES excludes AUTOSELECT=NO"),
  DEFAULT_TWICE("4.4.6.1.1", Level.MUST, "a group has one default"),
  NAME_TWICE("4.4.6.1.1", Level.MUST, "names differ within a group");

  /// How strongly the draft demands it.
  public enum Level {
    MUST,
    SHOULD
  }

  private final String section;
  private final Level level;
  private final String demand;

  Rule(String section, Level level, String demand) {
    this.section = section;
    this.level = level;
    this.demand = demand;
  }

  /// The draft's section.
  public String section() {
    return section;
  }

  /// Whether breaking it is an error or a weakness.
  public Level level() {
    return level;
  }

  /// The rule in words.
  public String demand() {
    return demand;
  }
}
