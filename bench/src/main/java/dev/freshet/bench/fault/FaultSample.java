package dev.freshet.bench.fault;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.freshet.bench.load.WatchedSocket.Arrival;
import java.util.List;

/// What the viewer saw of one fault. A value: no owner.
///
/// @param gapMs the longest time in which no frame arrived
/// @param lost frames of the publisher that never came, between two that did
/// @param duplicated frames that came again, or too late
/// @param kept whether the viewer's connection outlived it
/// @param stealPercent of the processors' time that other machines took meanwhile
/// @param what which process it was, and whatever else to know
public record FaultSample(
    @JsonProperty("gapMs") double gapMs,
    @JsonProperty("lost") long lost,
    @JsonProperty("duplicated") long duplicated,
    @JsonProperty("kept") boolean kept,
    @JsonProperty("stealPercent") double stealPercent,
    @JsonProperty("what") String what) {

  /// Of what arrived around a fault, the last frame before it first.
  static FaultSample of(
      List<Arrival> arrivals, long endNs, boolean kept, double stealPercent, String what) {
    if (arrivals.isEmpty()) {
      return new FaultSample(Double.POSITIVE_INFINITY, 0, 0, kept, stealPercent, what);
    }
    double gapMs = (endNs - arrivals.getLast().atNs()) / 1e6;
    long lost = 0;
    long duplicated = 0;
    long sequence = arrivals.getFirst().sequence();
    for (int i = 1; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      gapMs = Math.max(gapMs, (arrival.atNs() - arrivals.get(i - 1).atNs()) / 1e6);
      if (arrival.sequence() <= sequence) {
        duplicated++;
      } else {
        lost += arrival.sequence() - sequence - 1;
        sequence = arrival.sequence();
      }
    }
    return new FaultSample(gapMs, lost, duplicated, kept, stealPercent, what);
  }
}
