package dev.freshet.media.testcard;

import dev.freshet.media.testcard.Shape.Stroke;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The letters of the test picture in one size, drawn from strokes with smooth edges, each once.
/// Owned by one [TestPicture].
final class Glyphs {
  private final int width;
  private final int height;
  private final Map<Character, byte[]> drawn = new HashMap<>();

  /// @param width of a letter with its share of the space between letters
  /// @param height of a letter with the space above and below
  Glyphs(int width, int height) {
    this.width = width;
    this.height = height;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// How much of each sample the letter covers, 0 to 255 each.
  byte[] coverages(char letter) {
    return drawn.computeIfAbsent(letter, this::draw);
  }

  private byte[] draw(char letter) {
    List<Stroke> strokes = strokes(letter);
    byte[] coverages = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        coverages[y * width + x] = (byte) coverage(strokes, x + 0.5, y + 0.5);
      }
    }
    return coverages;
  }

  private static int coverage(List<Stroke> strokes, double x, double y) {
    double distance = 1;
    for (Stroke stroke : strokes) {
      distance = Math.min(distance, stroke.distance(x, y));
    }
    return Canvas.coverage(distance);
  }

  private List<Stroke> strokes(char letter) {
    List<Stroke> strokes = new ArrayList<>();
    for (String line : lines(letter).split(" ")) {
      for (int i = 0; i < line.length(); i += 2) {
        int next = Math.min(i + 2, line.length() - 2); // a line of one point is a dot
        strokes.add(stroke(line, i, next));
      }
    }
    return strokes;
  }

  private Stroke stroke(String line, int from, int to) {
    return new Stroke(
        x(line.charAt(from)),
        y(line.charAt(from + 1)),
        x(line.charAt(to)),
        y(line.charAt(to + 1)),
        thickness());
  }

  private double thickness() {
    return 0.17 * width;
  }

  private double x(char digit) {
    double margin = thickness();
    return margin + (digit - '0') * (width - 2 * margin) / 4;
  }

  private double y(char digit) {
    double margin = thickness();
    return margin + (digit - '0') * (height - 2 * margin) / 6;
  }

  /// Lines through points of a grid, two digits a point: its column, 0 to 4, and its row, 0 to 6.
  private static String lines(char letter) {
    return switch (letter) {
      case '0' -> "103041453616050110";
      case '1' -> "112026 1636";
      case '2' -> "01103041420646";
      case '3' -> "0110304142334445361605 1333";
      case '4' -> "36300444";
      case '5' -> "400003334445361605";
      case '6' -> "4130100105163645443303";
      case '7' -> "004016";
      case '8' -> "133342413010010213 1304051636454433";
      case '9' -> "0516364541301001021343";
      case 'A' -> "060110304146 0343";
      case 'C' -> "4130100105163645";
      case 'E' -> "40000646 0333";
      case 'F' -> "400006 0333";
      case 'H' -> "0006 4046 0343";
      case 'M' -> "0600234046";
      case 'P' -> "06003041423303";
      case 'R' -> "06003041423303 2346";
      case 'S' -> "413010010213334445361605";
      case 'T' -> "0040 2026";
      case 'U' -> "000516364540";
      case 'X' -> "0046 4006";
      case ':' -> "22 24";
      case '.' -> "26";
      case '-' -> "1333";
      case ' ' -> "";
      default -> throw new IllegalArgumentException("letter: " + letter + " (expected: in switch)");
    };
  }
}
