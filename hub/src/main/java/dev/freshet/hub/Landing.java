package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.GopHeader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Claims streams for this node; the seam behind which the cluster decides who their origins are.
/// All but `land` is called on the loop that the claim was made from.
public interface Landing {
  /// Claims a stream.
  ///
  /// @param loop where `answer` is called, later or at once: with [Answer.Landed] or [Answer.Lost],
  ///   and after `Landed` once more, with [Answer.LetGo], if the stream goes to another node
  void land(Request request, Loop loop, Consumer<Answer> answer);

  /// Who publishes a stream that has landed: somebody new, or again.
  ///
  /// @param by null while the stream waits for its publisher to come back
  default void published(StreamKey key, Epoch epoch, @Nullable PublishRequest by) {}

  /// What players of a stream that has landed were promised; its next origin keeps it.
  default void promised(StreamKey key, Epoch epoch, GopHeader.Limits limits) {}

  /// Gives a claim back: the stream has ended here, or nobody wants it any more.
  default void release(StreamKey key, Epoch epoch) {}

  /// A claim.
  ///
  /// @param publisher who wants to publish
  /// @param highestSeenTerm the highest term that this node has seen for the stream, 0 if none
  /// @param nextSegment the number behind the last segment that it holds of the stream, 0 if none
  record Request(PublishRequest publisher, long highestSeenTerm, long nextSegment) {
    public StreamKey key() {
      return publisher.key();
    }
  }

  /// What became of a claim.
  sealed interface Answer {
    /// This node is the origin from now on.
    ///
    /// @param firstSegment a segment number, and discontinuity number, higher than any that the
    ///   stream ever had
    /// @param previousTerm the term of the reign before, as far as anybody knows; 0 if there was
    ///   none
    /// @param promised to players by the reign before, as far as anybody knows
    record Landed(Epoch epoch, long firstSegment, long previousTerm, GopHeader.Limits promised)
        implements Answer {}

    /// Somebody else is.
    record Lost(Refusal refusal) implements Answer {}

    /// Somebody else is from now on, and this node was.
    ///
    /// @param epoch the one that is over
    /// @param detail for the publisher
    record LetGo(Epoch epoch, String detail) implements Answer {}
  }
}
