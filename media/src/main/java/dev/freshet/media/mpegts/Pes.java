package dev.freshet.media.mpegts;

/// One PES packet of a segment, as it stands in the scratch buffer. A value: no owner.
///
/// @param pid where it goes
/// @param dtsUs of its first frame
/// @param sequence of its first frame
/// @param dtsTicks of its first frame, unwrapped
/// @param isRandomAccess whether decoding may start here
/// @param hasClock whether its first packet carries the clock reference
/// @param at where it begins
/// @param headerBytes of its header
/// @param bytes of all of it
record Pes(
    int pid,
    long dtsUs,
    long sequence,
    long dtsTicks,
    boolean isRandomAccess,
    boolean hasClock,
    int at,
    int headerBytes,
    int bytes) {

  /// Whether it stands before `other` in the segment.
  boolean isBefore(Pes other) {
    return dtsUs != other.dtsUs ? dtsUs < other.dtsUs : sequence < other.sequence;
  }

  /// What the adaptation field of its first packet needs.
  int fieldBytes() {
    if (hasClock) {
      return TsPacketWriter.CLOCK_FIELD_BYTES;
    }
    return isRandomAccess ? TsPacketWriter.FLAGS_FIELD_BYTES : 0;
  }

  /// The fewest packets that hold it.
  int minPackets() {
    int first = TsPacketWriter.MAX_PAYLOAD_BYTES - fieldBytes();
    return bytes <= first ? 1 : 1 + Math.ceilDiv(bytes - first, TsPacketWriter.MAX_PAYLOAD_BYTES);
  }

  /// The most packets that hold it if its header stays in the first: each has at least one byte.
  int maxPacketsWithWholeHeader() {
    return 1 + bytes - headerBytes;
  }
}
