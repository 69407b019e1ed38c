package dev.freshet.node.admin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stream, as the API shows it.
///
/// @param stream `service/app/name`
/// @param state `live`, or `waiting` for a publisher that vanished or is silent
/// @param origin the node where it is pushed
/// @param segment the number of the newest one, 0 before the first frame
/// @param gopMs between the last two entry points, 0 while not known
/// @param skewMs how far pictures are ahead of sound
/// @param viewers how many, by protocol
/// @param advice to the broadcaster, a line each
public record StreamStatus(
    String stream,
    String state,
    String origin,
    @Nullable String epoch,
    long segment,
    String profile,
    @Nullable PublisherStatus publisher,
    List<TrackStatus> tracks,
    long videoBps,
    long audioBps,
    double fps,
    long gopMs,
    long skewMs,
    long frames,
    long bytes,
    long takeovers,
    Map<String, Integer> viewers,
    List<ViewerStatus> viewerList,
    List<String> advice) {

  /// Who publishes.
  public record PublisherStatus(String protocol, String address, String since) {}

  /// One track.
  ///
  /// @param width of pictures, else 0
  /// @param sampleRate of sound in Hz, else 0
  public record TrackStatus(
      int id, String kind, String codec, int width, int height, int sampleRate, int channels) {}

  /// One viewer.
  ///
  /// @param skippedFrames what it missed because it was slow
  public record ViewerStatus(
      String id,
      String protocol,
      String address,
      String since,
      long sentBytes,
      long skippedFrames,
      int skips) {}
}
