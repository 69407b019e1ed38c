package dev.freshet.bench.load;

/// The viewers that are to come. A value: no owner.
///
/// @param dialect how they are served
/// @param port where, on 127.0.0.1
/// @param app of the stream
/// @param name of the stream; a number follows if there are several
/// @param streams over how many streams they spread
/// @param viewers how many
/// @param listenEvery of every so many the first is listened to frame by frame; 0 for none
/// @param maxOpening how many may be between connecting and the first media at once
/// @param gapMs least time from one's connecting to the next one's
/// @param leaveAtKeyframe whether each leaves when it has seen its first keyframe
/// @param sourceAddresses over how many addresses they come
/// @param pace how they read
/// @param churnMs every so many ms one of them, drawn by chance, leaves; 0: nobody does
/// @param replaced whether another one comes for each that left or was closed
public record ViewerPlan(
    Dialect dialect,
    int port,
    String app,
    String name,
    int streams,
    int viewers,
    int listenEvery,
    int maxOpening,
    int gapMs,
    boolean leaveAtKeyframe,
    int sourceAddresses,
    Pace pace,
    int churnMs,
    boolean replaced) {
  private static final int OPENING = 64;
  private static final int SOURCES = 64;

  /// Viewers who come as fast as the server takes them and stay.
  public static ViewerPlan crowd(
      Dialect dialect, int port, String app, String name, int viewers, int listenEvery) {
    return arriving(dialect, port, app, name, viewers, listenEvery, OPENING, 0, false);
  }

  /// Viewers who come at their own times, and leave when they have seen a picture.
  ///
  /// @param atOnce how many may wait for it together; with one each comes after the one before
  public static ViewerPlan newcomers(
      Dialect dialect, int port, String app, String name, int viewers, int atOnce, int gapMs) {
    return arriving(dialect, port, app, name, viewers, 1, atOnce, gapMs, true);
  }

  /// Viewers of one stream who read what is there, and are not replaced.
  private static ViewerPlan arriving(
      Dialect dialect,
      int port,
      String app,
      String name,
      int viewers,
      int listenEvery,
      int maxOpening,
      int gapMs,
      boolean leaveAtKeyframe) {
    return new ViewerPlan(
        dialect,
        port,
        app,
        name,
        1,
        viewers,
        listenEvery,
        maxOpening,
        gapMs,
        leaveAtKeyframe,
        SOURCES,
        Pace.EAGER,
        0,
        false);
  }

  /// The same over several streams, with a pace, and with others for those who go.
  public ViewerPlan audience(int overStreams, Pace reading, int leaveEveryMs) {
    return new ViewerPlan(
        dialect,
        port,
        app,
        name,
        overStreams,
        viewers,
        listenEvery,
        maxOpening,
        gapMs,
        leaveAtKeyframe,
        sourceAddresses,
        reading,
        leaveEveryMs,
        true);
  }

  /// The name of the stream that viewer `index` plays.
  String streamName(int index) {
    return streams == 1 ? name : name + index % streams;
  }
}
