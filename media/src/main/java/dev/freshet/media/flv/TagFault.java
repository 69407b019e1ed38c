package dev.freshet.media.flv;

/// Why a tag, or a track in it, was dropped while the stream went on.
public enum TagFault {
  /// A codec that no player here takes.
  UNKNOWN_CODEC,
  /// A packet type that a later specification may define.
  UNKNOWN_PACKET,
  /// A frame that came before its decoder configuration.
  NO_CONFIG,
  /// Shorter than its own header says.
  MALFORMED,
  /// A track past [TagLimits#maxTracks].
  TRACK_LIMIT,
  /// A configuration past [TagLimits#maxConfigBytes].
  CONFIG_LIMIT,
  /// A script message that is not AMF0 or breaks [TagLimits#amf].
  BAD_SCRIPT
}
