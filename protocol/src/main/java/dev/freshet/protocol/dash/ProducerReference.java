package dev.freshet.protocol.dash;

/// When a moment of the media was taken in (ProducerReferenceTime, 5.12): players measure latency
/// by it. A value: no owner.
///
/// @param id the same in every set
/// @param unixUs the ingest clock
/// @param ticks the media time then, in the template's timescale
public record ProducerReference(int id, long unixUs, long ticks) {
  public ProducerReference {
    Expect.atLeast("reference.id", id, 0);
    Expect.atLeast("reference.ticks", ticks, 0);
  }
}
