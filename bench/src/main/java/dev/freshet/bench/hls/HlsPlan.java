package dev.freshet.bench.hls;

/// The viewers that are to come, each one connection to one rendition. A value: no owner.
///
/// @param style how they play
/// @param port where, on 127.0.0.1
/// @param app of the stream
/// @param name of the stream; a number follows if there are several
/// @param streams over how many streams they spread
/// @param viewers how many
/// @param sound whether every other one plays the sound's rendition instead of the first
/// @param fetches whether they fetch the newest part or segment behind each playlist, or read
///   playlists alone
/// @param pauseMs from an answer to the next question, as a far client's round trip
public record HlsPlan(
    HlsStyle style,
    int port,
    String app,
    String name,
    int streams,
    int viewers,
    boolean sound,
    boolean fetches,
    int pauseMs) {

  /// The name of the stream that viewer `index` plays.
  String streamName(int index) {
    int renditions = sound ? 2 : 1;
    return streams == 1 ? name : name + index / renditions % streams;
  }

  /// Whether viewer `index` plays the sound.
  boolean playsSound(int index) {
    return sound && index % 2 == 1;
  }
}
