package dev.freshet.testkit.hls;

import java.util.ArrayList;
import java.util.List;

/// A line of a playlist that says something: a tag or an address (4.1). Comments and empty lines
/// say nothing.
sealed interface Line {
  int number();

  /// @param name without `#` and value
  /// @param value behind the colon; empty without one
  record Tag(int number, String name, String value) implements Line {}

  /// @param uri the whole line
  record Address(int number, String uri) implements Line {}

  static List<Line> read(String text, Findings findings) {
    List<Line> lines = new ArrayList<>();
    String[] all = text.split("\r?\n", -1);
    findings.addIf(!all[0].equals("#EXTM3U"), Rule.FIRST_LINE, 1, "'" + all[0] + "'");
    for (int i = 0; i < all.length; i++) {
      checkCharacters(all[i], i + 1, findings);
      if (all[i].startsWith("#EXT")) {
        lines.add(tag(all[i], i + 1));
      } else if (!all[i].isBlank() && !all[i].startsWith("#")) {
        lines.add(new Address(i + 1, all[i]));
      }
    }
    return lines;
  }

  private static Tag tag(String line, int number) {
    int colon = line.indexOf(':');
    return colon < 0
        ? new Tag(number, line.substring(1), "")
        : new Tag(number, line.substring(1, colon), line.substring(colon + 1));
  }

  private static void checkCharacters(String line, int number, Findings findings) {
    boolean clean =
        line.codePoints().noneMatch(c -> c == 0xfeff || Character.getType(c) == Character.CONTROL);
    findings.addIf(!clean, Rule.CONTROL_CHARACTER, number, "in '" + line + "'");
  }
}
