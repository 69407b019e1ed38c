package dev.freshet.media.testcard;

/// A line of text at a fixed place, which paints only the letters that changed. Owned by one
/// [TestPicture].
final class TextLine {
  private final Canvas canvas;
  private final Glyphs glyphs;
  private final int x;
  private final int y;
  private final int paper;
  private String shown = "";

  /// @param paper luma of the background, white on dark or black on bright
  TextLine(Canvas canvas, Glyphs glyphs, int x, int y, int paper) {
    this.canvas = canvas;
    this.glyphs = glyphs;
    this.x = x;
    this.y = y;
    this.paper = paper;
  }

  /// Shows a text, each time of the same length.
  void show(String text) {
    int ink = paper < 126 ? Ink.WHITE.luma() : Ink.BLACK.luma();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (i >= shown.length() || shown.charAt(i) != letter) {
        int left = x + i * glyphs.width();
        byte[] coverages = glyphs.coverages(letter);
        canvas.stamp(coverages, left, y, glyphs.width(), glyphs.height(), ink, paper);
      }
    }
    shown = text;
  }
}
