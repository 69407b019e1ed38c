package dev.freshet.media.mpegts;

/// Takes the packets of one PID. Owned by its [TsProgram].
sealed interface PidReader permits SectionReader, PesReader {
  /// What packets of this PID are to each other.
  Continuity continuity();

  /// Packets were lost: what has begun will not become whole.
  void lost();

  /// What has begun is whole if it does not say otherwise: another one begins, or the stream ends.
  void end();
}
