package dev.freshet.cluster.landing;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.List;

/// Where a stream was pushed, as its origin says. Immutable; it stands in the store under
/// `streams/SERVICE/APP/NAME`, without a lease: that a node lost its lease ends no stream.
///
/// @param bootId of the origin's process
/// @param publisher who pushes it, as takeover rules compare them; empty if it did not say
/// @param priority counts where a service decides by priority
/// @param firstSegment the first segment number, and discontinuity number, of the epoch
/// @param takeovers the terms of the last takeovers of a live publisher: terms are times
/// @param promise to players, which the next origin keeps
public record StreamRecord(
    StreamKey key,
    Epoch epoch,
    long bootId,
    String publisher,
    int priority,
    State state,
    long firstSegment,
    List<Long> takeovers,
    Promise promise) {

  /// How long segments and parts become at most, in us; 0 while nothing is promised.
  public record Promise(long segmentUs, long partUs) {
    public static final Promise NONE = new Promise(0, 0);
  }

  /// Whether somebody pushes it now.
  public enum State {
    LIVE,
    /// Its publisher vanished, and may come back.
    AWAY,
    /// It is over. Told between nodes only; in the store the record is deleted instead.
    ENDED
  }

  public StreamRecord {
    takeovers = List.copyOf(takeovers);
  }

  /// One that promises nothing yet.
  public StreamRecord(
      StreamKey key,
      Epoch epoch,
      long bootId,
      String publisher,
      int priority,
      State state,
      long firstSegment,
      List<Long> takeovers) {
    this(key, epoch, bootId, publisher, priority, state, firstSegment, takeovers, Promise.NONE);
  }

  public NodeId origin() {
    return epoch.node();
  }

  /// The same reign with another publisher, or another state of it.
  public StreamRecord with(String publisher, int priority, State state) {
    return new StreamRecord(
        key, epoch, bootId, publisher, priority, state, firstSegment, takeovers, promise);
  }

  /// The same reign with another promise.
  public StreamRecord with(Promise promise) {
    return new StreamRecord(
        key, epoch, bootId, publisher, priority, state, firstSegment, takeovers, promise);
  }
}
