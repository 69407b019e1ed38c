package dev.freshet.media.testcard;

import dev.freshet.media.testcard.Shape.Both;
import dev.freshet.media.testcard.Shape.Box;
import dev.freshet.media.testcard.Shape.Disc;
import dev.freshet.media.testcard.Shape.Ring;
import dev.freshet.media.testcard.Shape.Stroke;
import java.util.Arrays;

/// What stands still in the test picture: border, grid, circle with colour bars, greys and
/// gratings, and the places of what moves. Used once a stream. Most edges lie between macroblocks,
/// where they cost nothing.
final class Backdrop {
  static final int PANEL_X = 320;
  static final int PANEL_Y = 256;
  static final int FLASH_X = 112;
  static final int FLASH_Y = 112;
  static final int FLASH_SIZE = 128;
  static final int DIAL_X = 1104;
  static final int DIAL_Y = 176;
  static final int DIAL_RADIUS = 80;
  static final int TRACK_X = 128;
  static final int TRACK_Y = 576;
  static final int TRACK_WIDTH = 1024;
  static final int TRACK_HEIGHT = 32;

  private static final int PANEL_WIDTH = 640;
  private static final int PANEL_HEIGHT = 144;
  private static final int CENTER_X = 640;
  private static final int CENTER_Y = 304;
  private static final int RADIUS = 256;
  private static final Disc CIRCLE = new Disc(CENTER_X, CENTER_Y, RADIUS);
  private static final Ink GROUND = Ink.grey(96);
  private static final Ink LINE = Ink.grey(160);

  private final Canvas canvas = new Canvas(TestPicture.WIDTH, TestPicture.HEIGHT);

  private Backdrop() {}

  /// A new canvas with the backdrop.
  static Canvas paint(int fps) {
    Backdrop backdrop = new Backdrop();
    backdrop.paintGround();
    backdrop.paintCircle(fps);
    backdrop.paintPlaces();
    return backdrop.canvas;
  }

  private void paintGround() {
    canvas.box(0, 0, TestPicture.WIDTH, TestPicture.HEIGHT, GROUND);
    for (int x = 80; x < TestPicture.WIDTH; x += 80) {
      canvas.box(x, 0, 2, TestPicture.HEIGHT, LINE);
    }
    for (int y = 64; y < TestPicture.HEIGHT; y += 80) {
      canvas.box(0, y, TestPicture.WIDTH, 2, LINE);
    }
    for (int i = 0; i < TestPicture.WIDTH / 80; i++) {
      canvas.box(80 * i, 0, 80, 16, i % 2 == 0 ? Ink.WHITE : Ink.BLACK);
      canvas.box(80 * i, TestPicture.HEIGHT - 16, 80, 16, i % 2 == 0 ? Ink.BLACK : Ink.WHITE);
    }
    for (int i = 0; i < TestPicture.HEIGHT / 80; i++) {
      canvas.box(0, 80 * i, 16, 80, i % 2 == 0 ? Ink.WHITE : Ink.BLACK);
      canvas.box(TestPicture.WIDTH - 16, 80 * i, 16, 80, i % 2 == 0 ? Ink.BLACK : Ink.WHITE);
    }
  }

  private void paintCircle(int fps) {
    inCircle(CENTER_X - RADIUS, CENTER_Y - RADIUS, 2 * RADIUS, 2 * RADIUS, Ink.BLACK);
    text("FRESHET", 28, 44, CENTER_X, 78);
    paintColourBars(128, 96);
    paintGreys(224, 32);
    paintGratings(400, 64);
    text("1280X720", 16, 26, CENTER_X, 480);
    text(fps + " FPS", 16, 26, CENTER_X, 512);
    Shape ring = new Ring(CENTER_X, CENTER_Y, RADIUS, 6);
    int size = 2 * RADIUS + 16;
    canvas.shape(ring, CENTER_X - size / 2, CENTER_Y - size / 2, size, size, Ink.WHITE);
  }

  /// Eight bars of 75 %: white, yellow, cyan, green, magenta, red, blue, black.
  private void paintColourBars(int y, int height) {
    for (int i = 0; i < 8; i++) {
      double red = 0.75 * (~i >> 1 & 1);
      double green = 0.75 * (~i >> 2 & 1);
      double blue = 0.75 * (~i & 1);
      inCircle(CENTER_X - RADIUS + 64 * i, y, 64, height, Ink.rgb(red, green, blue));
    }
  }

  /// Sixteen steps from black to white.
  private void paintGreys(int y, int height) {
    for (int i = 0; i < 16; i++) {
      inCircle(CENTER_X - RADIUS + 32 * i, y, 32, height, Ink.grey(16 + 219 * i / 15));
    }
  }

  /// Five groups of upright lines, 16, 10, 8, 6 and 4 samples apart.
  private void paintGratings(int y, int height) {
    int[] periods = {16, 10, 8, 6, 4};
    for (int i = 0; i < 80 * periods.length; i++) {
      double wave = StrictMath.sin(2 * Math.PI * (i % 80 + 0.5) / periods[i / 80]);
      int x = CENTER_X - 40 * periods.length + i;
      canvas.stamp(solid(height), x, y, 1, height, 126 + (int) Math.round(90 * wave), 0);
    }
  }

  private void paintPlaces() {
    canvas.box(PANEL_X, PANEL_Y, PANEL_WIDTH, PANEL_HEIGHT, Ink.BLACK);
    canvas.box(FLASH_X - 32, FLASH_Y - 32, FLASH_SIZE + 64, FLASH_SIZE + 64, Ink.BLACK);
    canvas.box(TRACK_X, TRACK_Y, TRACK_WIDTH, TRACK_HEIGHT, Ink.BLACK);
    canvas.box(
        ClockCells.X - 16,
        ClockCells.Y - 8,
        ClockCells.CELL * ClockCells.COLUMNS + 32,
        ClockCells.CELL * ClockCells.ROWS + 16,
        Ink.BLACK);
    paintDial();
  }

  private void paintDial() {
    int x = DIAL_X - DIAL_RADIUS - 16;
    int y = DIAL_Y - DIAL_RADIUS - 16;
    int size = 2 * DIAL_RADIUS + 32;
    canvas.box(x, y, size, size, Ink.BLACK);
    for (int i = 0; i < 10; i++) {
      double sine = StrictMath.sin(2 * Math.PI * i / 10);
      double cosine = StrictMath.cos(2 * Math.PI * i / 10);
      Shape mark =
          new Stroke(
              DIAL_X + (DIAL_RADIUS - 8) * sine,
              DIAL_Y - (DIAL_RADIUS - 8) * cosine,
              DIAL_X + DIAL_RADIUS * sine,
              DIAL_Y - DIAL_RADIUS * cosine,
              6);
      canvas.shape(mark, x, y, size, size, Ink.WHITE);
    }
  }

  private void inCircle(int x, int y, int width, int height, Ink ink) {
    canvas.shape(new Both(CIRCLE, new Box(x, y, width, height)), x, y, width, height, ink);
  }

  private void text(String text, int width, int height, int middleX, int y) {
    Glyphs glyphs = new Glyphs(width, height);
    int x = middleX - width * text.length() / 2;
    new TextLine(canvas, glyphs, x, y, Ink.BLACK.luma()).show(text);
  }

  private static byte[] solid(int length) {
    byte[] coverages = new byte[length];
    Arrays.fill(coverages, (byte) 255);
    return coverages;
  }
}
