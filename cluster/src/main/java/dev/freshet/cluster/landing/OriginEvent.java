package dev.freshet.cluster.landing;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;

/// What happens to streams without being asked for. Told on the landing's loop.
public sealed interface OriginEvent {
  StreamKey key();

  /// The store has confirmed a claim that was let in without it.
  record Confirmed(StreamKey key, Epoch epoch) implements OriginEvent {}

  /// This node is not the origin any more: it must end the publication and serve the stream from
  /// the new one.
  ///
  /// @param detail for the publisher
  record LetGo(StreamKey key, Epoch held, Epoch newer, String detail) implements OriginEvent {}

  /// A stream is live that was not, or elsewhere: whoever waits for it may ask.
  record Appeared(StreamRecord stream) implements OriginEvent {
    @Override
    public StreamKey key() {
      return stream.key();
    }
  }

  /// A stream that was listed is not any more.
  record Ended(StreamKey key) implements OriginEvent {}

  /// What stands in the store for a stream cannot be read; it is left out.
  record Ignored(StreamKey key, String reason) implements OriginEvent {}
}
