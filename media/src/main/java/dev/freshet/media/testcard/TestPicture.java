package dev.freshet.media.testcard;

import dev.freshet.media.testcard.Shape.Box;
import dev.freshet.media.testcard.Shape.Stroke;
import java.time.LocalDate;

/// The test picture, 1280x720: the [Backdrop], and on it what changes from frame to frame. Owned by
/// one [TestCardVideo].
///
/// The clock and the [ClockCells] show the frame's wall-clock time. The square on the left is white
/// for the first 100 ms of each second, while the beep sounds. The hand on the right goes round
/// once a second, and the block below glides to and fro in four.
final class TestPicture {
  static final int WIDTH = 1280;
  static final int HEIGHT = 720;
  static final long FLASH_US = 100_000;

  private static final long TURN_US = 1_000_000;
  private static final long GLIDE_US = 4_000_000;

  private final Timeline timeline;
  private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
  private final Canvas backdrop;
  private final TextLine clock;
  private final TextLine date;
  private final TextLine count;
  private final ClockCells cells = new ClockCells(canvas);
  private int blockX = Backdrop.TRACK_X;

  TestPicture(Timeline timeline) {
    this.timeline = timeline;
    backdrop = Backdrop.paint(timeline.fps());
    canvas.copy(backdrop, 0, 0, WIDTH, HEIGHT);
    Glyphs big = new Glyphs(48, 80);
    Glyphs small = new Glyphs(18, 30);
    clock = new TextLine(canvas, big, Backdrop.PANEL_X + 32, Backdrop.PANEL_Y + 16, 16);
    date = new TextLine(canvas, small, Backdrop.PANEL_X + 36, Backdrop.PANEL_Y + 104, 16);
    count = new TextLine(canvas, small, Backdrop.PANEL_X + 352, Backdrop.PANEL_Y + 104, 16);
  }

  /// Where it is painted.
  Canvas canvas() {
    return canvas;
  }

  /// Paints a frame.
  void paint(long frame) {
    long unixUs = timeline.frameUnixUs(frame);
    paintTexts(frame, unixUs / 1_000);
    paintFlash(timeline.sinceSecondUs(frame) < FLASH_US);
    paintHand(fraction(unixUs, TURN_US));
    paintBlock(fraction(unixUs, GLIDE_US));
    cells.show(unixUs / 1_000);
  }

  private void paintTexts(long frame, long unixMs) {
    long msOfDay = unixMs % 86_400_000;
    clock.show(
        digits(msOfDay / 3_600_000, 2)
            + ':'
            + digits(msOfDay / 60_000 % 60, 2)
            + ':'
            + digits(msOfDay / 1_000 % 60, 2)
            + '.'
            + digits(msOfDay % 1_000, 3));
    date.show(LocalDate.ofEpochDay(unixMs / 86_400_000) + " UTC");
    count.show("FRAME " + digits(frame % 100_000_000, 8));
  }

  private void paintFlash(boolean on) {
    canvas.box(
        Backdrop.FLASH_X,
        Backdrop.FLASH_Y,
        Backdrop.FLASH_SIZE,
        Backdrop.FLASH_SIZE,
        on ? Ink.WHITE : Ink.BLACK);
  }

  private void paintHand(double turn) {
    int radius = Backdrop.DIAL_RADIUS - 16;
    int x = Backdrop.DIAL_X - Backdrop.DIAL_RADIUS;
    int y = Backdrop.DIAL_Y - Backdrop.DIAL_RADIUS;
    int size = 2 * Backdrop.DIAL_RADIUS;
    double toX = Backdrop.DIAL_X + radius * StrictMath.sin(2 * Math.PI * turn);
    double toY = Backdrop.DIAL_Y - radius * StrictMath.cos(2 * Math.PI * turn);
    Shape hand = new Stroke(Backdrop.DIAL_X, Backdrop.DIAL_Y, toX, toY, 8);
    canvas.copy(backdrop, x, y, size, size);
    canvas.shape(hand, x, y, size, size, Ink.WHITE);
  }

  private void paintBlock(double cycle) {
    double way = 1 - Math.abs(2 * cycle - 1);
    double left = Backdrop.TRACK_X + way * (Backdrop.TRACK_WIDTH - Backdrop.TRACK_HEIGHT);
    Shape block = new Box(left, Backdrop.TRACK_Y, Backdrop.TRACK_HEIGHT, Backdrop.TRACK_HEIGHT);
    int width = Backdrop.TRACK_HEIGHT + 2;
    canvas.copy(backdrop, blockX, Backdrop.TRACK_Y, width, Backdrop.TRACK_HEIGHT);
    blockX = (int) left & -2;
    canvas.shape(block, blockX, Backdrop.TRACK_Y, width, Backdrop.TRACK_HEIGHT, Ink.WHITE);
  }

  private static double fraction(long unixUs, long periodUs) {
    return (double) (unixUs % periodUs) / periodUs;
  }

  private static String digits(long value, int count) {
    String text = Long.toString(value);
    return "0".repeat(Math.max(0, count - text.length())) + text;
  }
}
