package dev.freshet.app.config;

/// When a changed key takes effect.
public enum Applies {
  /// With the reload: to whatever begins after it.
  LIVE("live"),
  /// When the node starts next.
  AT_START("at the next start");

  private final String label;

  Applies(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
