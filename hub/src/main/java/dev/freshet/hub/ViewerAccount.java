package dev.freshet.hub;

/// What became of the stream's bytes at one viewer, at one moment. Immutable.
///
/// @param offeredBytes of the stream since the entry point where it started
/// @param writtenBytes of them, handed to its socket
/// @param skippedBytes of them, that it missed because it was slow
/// @param pendingBytes of them, that it has yet to get
/// @param headerBytes handed to it besides, when it started and where it skipped a change of
///   headers
/// @param skippedFrames in the bytes that it missed
/// @param skips times that it jumped to a later entry point
public record ViewerAccount(
    long offeredBytes,
    long writtenBytes,
    long skippedBytes,
    long pendingBytes,
    long headerBytes,
    long skippedFrames,
    int skips) {
  /// Of a session that has no viewer yet.
  public static final ViewerAccount NONE = new ViewerAccount(0, 0, 0, 0, 0, 0, 0);

  /// Whether every byte is accounted for, as it must be.
  public boolean addsUp() {
    return offeredBytes == writtenBytes + skippedBytes + pendingBytes;
  }
}
