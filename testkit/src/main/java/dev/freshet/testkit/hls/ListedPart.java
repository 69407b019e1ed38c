package dev.freshet.testkit.hls;

/// A part as a playlist lists it (4.4.4.9). A value: no owner.
record ListedPart(int line, String uri, long durationUs, boolean independent, boolean gap) {

  static ListedPart of(AttributeList attributes) {
    return new ListedPart(
        attributes.line(),
        attributes.textOrEmpty("URI"),
        attributes.us("DURATION"),
        attributes.isYes("INDEPENDENT"),
        attributes.isYes("GAP"));
  }

  /// The same, once it is not available any more.
  ListedPart lost() {
    return new ListedPart(line, uri, durationUs, independent, true);
  }

  boolean sameAs(ListedPart other) {
    return uri.equals(other.uri)
        && durationUs == other.durationUs
        && independent == other.independent
        && gap == other.gap;
  }
}
