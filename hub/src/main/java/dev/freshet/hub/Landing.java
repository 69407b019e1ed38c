package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;

/// Claims a stream for this node; the seam behind which the cluster decides who its origin is.
public interface Landing {
  /// Claims `key`.
  ///
  /// @param highestSeenTerm the highest term that this node has seen for the stream, 0 if none
  /// @param loop where `answer` is called, once, later or at once
  void land(StreamKey key, long highestSeenTerm, Loop loop, Consumer<Answer> answer);

  /// Gives a claim back: the stream has ended here, or nobody wants it any more. Called on the loop
  /// that the claim was made from.
  default void release(StreamKey key, Epoch epoch) {}

  /// What became of a claim.
  sealed interface Answer {
    /// This node is the origin from now on.
    ///
    /// @param firstSegment the first segment number of the epoch, and its first discontinuity
    ///   number
    record Landed(Epoch epoch, long firstSegment) implements Answer {}

    /// Somebody else is.
    record Lost(Refusal refusal) implements Answer {}
  }
}
