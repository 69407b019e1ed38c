package dev.freshet.media.mpegts;

/// How much of a peer's transport stream is kept, and how much of it may be nothing of the kind. A
/// value: no owner.
///
/// @param maxStreams most elementary streams of a program
/// @param maxPesBytes most bytes of a PES packet
/// @param maxSectionBytes most bytes of a PSI section; larger ones are dropped and counted
/// @param maxBytesWithoutSync most bytes in a row among which no packet begins
public record TsLimits(
    int maxStreams, int maxPesBytes, int maxSectionBytes, int maxBytesWithoutSync) {
  /// Ample for every encoder seen in the field.
  public static final TsLimits DEFAULT = new TsLimits(16, 10 << 20, 1_024, 64 << 10);
}
