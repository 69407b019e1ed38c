package dev.freshet.bench.load;

/// The viewers that are to come. A value: no owner.
///
/// @param dialect how they are served
/// @param port where, on 127.0.0.1
/// @param app of the stream
/// @param name of the stream
/// @param viewers how many
/// @param listenEvery of every so many the first is listened to frame by frame; 0 for none
/// @param maxOpening how many may be between connecting and the first media at once
/// @param gapMs least time from one's connecting to the next one's
/// @param leaveAtKeyframe whether each leaves when it has seen its first keyframe
/// @param sourceAddresses over how many addresses they come
public record ViewerPlan(
    Dialect dialect,
    int port,
    String app,
    String name,
    int viewers,
    int listenEvery,
    int maxOpening,
    int gapMs,
    boolean leaveAtKeyframe,
    int sourceAddresses) {

  /// Viewers who come as fast as the server takes them and stay.
  public static ViewerPlan crowd(
      Dialect dialect, int port, String app, String name, int viewers, int listenEvery) {
    return new ViewerPlan(dialect, port, app, name, viewers, listenEvery, 64, 0, false, 64);
  }

  /// Viewers who come at their own times, and leave when they have seen a picture.
  ///
  /// @param atOnce how many may wait for it together; with one each comes after the one before
  public static ViewerPlan newcomers(
      Dialect dialect, int port, String app, String name, int viewers, int atOnce, int gapMs) {
    return new ViewerPlan(dialect, port, app, name, viewers, 1, atOnce, gapMs, true, 64);
  }
}
