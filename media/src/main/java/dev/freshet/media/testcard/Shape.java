package dev.freshet.media.testcard;

/// An area to paint with smooth edges, told by the signed distance to its edge in luma samples,
/// negative inside. Immutable.
sealed interface Shape {
  double distance(double x, double y);

  /// All points within `radius` of a point.
  record Disc(double centerX, double centerY, double radius) implements Shape {
    @Override
    public double distance(double x, double y) {
      return length(x - centerX, y - centerY) - radius;
    }
  }

  /// A circle's line.
  record Ring(double centerX, double centerY, double radius, double thickness) implements Shape {
    @Override
    public double distance(double x, double y) {
      return Math.abs(length(x - centerX, y - centerY) - radius) - thickness / 2;
    }
  }

  /// A line with round ends.
  record Stroke(double fromX, double fromY, double toX, double toY, double thickness)
      implements Shape {
    @Override
    public double distance(double x, double y) {
      double alongX = toX - fromX;
      double alongY = toY - fromY;
      double squared = alongX * alongX + alongY * alongY;
      double dot = (x - fromX) * alongX + (y - fromY) * alongY;
      double part = squared == 0 ? 0 : Math.clamp(dot / squared, 0, 1);
      return length(x - fromX - part * alongX, y - fromY - part * alongY) - thickness / 2;
    }
  }

  /// An upright rectangle.
  record Box(double x, double y, double width, double height) implements Shape {
    @Override
    public double distance(double pointX, double pointY) {
      return Math.max(
          Math.abs(pointX - x - width / 2) - width / 2,
          Math.abs(pointY - y - height / 2) - height / 2);
    }
  }

  /// What lies in both.
  record Both(Shape first, Shape second) implements Shape {
    @Override
    public double distance(double x, double y) {
      return Math.max(first.distance(x, y), second.distance(x, y));
    }
  }

  private static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
