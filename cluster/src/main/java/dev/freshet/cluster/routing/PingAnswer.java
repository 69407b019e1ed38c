package dev.freshet.cluster.routing;

import java.util.List;

/// What became of a ping.
public sealed interface PingAnswer {
  /// The peer answered.
  ///
  /// @param clockOffsetUs how far the peer's wall clock is ahead of ours
  /// @param loadPercent how loaded the peer is, 0 to 100
  /// @param reports what the peer measures itself; empty if it does not say
  record Answered(long roundTripUs, long clockOffsetUs, int loadPercent, List<LinkReport> reports)
      implements PingAnswer {
    public Answered {
      reports = List.copyOf(reports);
    }
  }

  /// Nobody answered in time, or there is no connection; the reason is for people.
  record Silent(String reason) implements PingAnswer {}
}
