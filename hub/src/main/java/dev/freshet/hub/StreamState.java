package dev.freshet.hub;

/// Whether a stream that is there has frames to give.
public enum StreamState {
  /// Frames come.
  LIVE("live"),

  /// Its publisher has vanished, or is connected and silent for [#SILENT_MS]; viewers stay.
  WAITING("waiting");

  /// A publisher from whom no frame has come for this long may be frozen, in ms.
  public static final long SILENT_MS = 1_000;

  private final String label;

  StreamState(String label) {
    this.label = label;
  }

  /// Its name in the API.
  public String label() {
    return label;
  }
}
