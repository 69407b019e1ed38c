package dev.freshet.protocol.rtmp.message;

/// Counts what has arrived, and says when to acknowledge it (RTMP 5.4.3). Owned by its session.
public final class AcknowledgementWindow {
  /// What we announce, and suppose of a peer that announces nothing.
  public static final int DEFAULT_BYTES = 2_500_000;

  private int windowBytes = DEFAULT_BYTES;
  private long receivedBytes;
  private long acknowledgedBytes;

  /// Takes the peer's window.
  public void windowBytes(long bytes) {
    windowBytes = Math.clamp(bytes, 1, Integer.MAX_VALUE);
  }

  /// Counts bytes that have arrived.
  public void received(int bytes) {
    receivedBytes += bytes;
  }

  /// How much has arrived in all.
  public long receivedBytes() {
    return receivedBytes;
  }

  /// Whether a window has filled since the last acknowledgement.
  public boolean isDue() {
    return receivedBytes - acknowledgedBytes >= windowBytes;
  }

  /// Notes that everything was acknowledged.
  public void acknowledged() {
    acknowledgedBytes = receivedBytes;
  }
}
