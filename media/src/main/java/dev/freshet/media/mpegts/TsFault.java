package dev.freshet.media.mpegts;

/// What was dropped of a transport stream while it went on.
public enum TsFault {
  /// Bytes between packets, where no sync byte stood: counted in bytes.
  NO_SYNC,
  /// A packet that its sender marked as damaged, that is scrambled, or that breaks its own bounds.
  BAD_PACKET,
  /// A hole in a PID's continuity counters: packets were lost.
  CONTINUITY,
  /// A PSI section that is too large or whose checksum does not fit.
  BAD_SECTION,
  /// A PES packet that is not whole or breaks its own bounds.
  BAD_PES,
  /// Bytes of a PES packet where no frame begins.
  BAD_FRAME,
  /// A frame that came before its decoder configuration.
  NO_CONFIG
}
