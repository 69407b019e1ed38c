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
/// @param relay how it comes here, if it is pulled from other nodes
/// @param gopMs between the last two entry points, 0 while not known
/// @param skewMs how far pictures are ahead of sound
/// @param gopCurve null while the key interval is not known
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
    @Nullable RelayStatus relay,
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
    @Nullable GopPlace gopCurve,
    List<String> advice) {

  /// Where the key interval lies between delay and bitrate (docs/benchmarks/gop-curve.md).
  ///
  /// @param joinDelayMs how far behind half of the viewers start at most, if their player does not
  ///   catch up
  /// @param joinDelayMostMs how far behind the last of them starts
  /// @param bitrateCalm bitrate at equal quality beside a key interval of 2 s, of a calm picture
  /// @param bitrateBusy the same of a picture that moves everywhere
  public record GopPlace(
      long joinDelayMs, long joinDelayMostMs, double bitrateCalm, double bitrateBusy) {}

  /// Who publishes.
  public record PublisherStatus(String protocol, String address, String since) {}

  /// By which ways it comes from other nodes.
  ///
  /// @param parent the node that feeds it; empty while none does
  /// @param standby the node that stands by; empty if none does
  /// @param path the nodes that it passes, its origin first, the parent last
  public record RelayStatus(String parent, String standby, List<String> path) {}

  /// One track.
  ///
  /// @param width of pictures, else 0
  /// @param sampleRate of sound in Hz, else 0
  public record TrackStatus(
      int id, String kind, String codec, int width, int height, int sampleRate, int channels) {}

  /// One viewer.
  ///
  /// @param sentBytes handed to its socket, headers included
  /// @param headerBytes of them, that belong to no frame
  /// @param offeredBytes of the stream since it started: `sentBytes - headerBytes + skippedBytes +
  ///   pendingBytes`
  /// @param skippedBytes what it missed because it was slow
  /// @param pendingBytes what it has yet to get
  public record ViewerStatus(
      String id,
      String protocol,
      String address,
      String since,
      long sentBytes,
      long headerBytes,
      long offeredBytes,
      long skippedBytes,
      long pendingBytes,
      long skippedFrames,
      int skips) {}
}
