package dev.freshet.protocol.rtmp;

/// A server's time beside ours. A value: no owner.
///
/// @param sentUnixUs our time when we asked, in us
/// @param serverUnixUs the server's time when it answered, in us
/// @param receivedUnixUs our time when the answer arrived, in us
public record ClockSample(long sentUnixUs, long serverUnixUs, long receivedUnixUs) {

  /// How long question and answer took, in us.
  public long roundTripUs() {
    return receivedUnixUs - sentUnixUs;
  }

  /// The server's clock minus ours in us, as if question and answer took equally long.
  public long offsetUs() {
    return serverUnixUs - (sentUnixUs + roundTripUs() / 2);
  }
}
