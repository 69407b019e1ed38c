package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import java.util.List;
import java.util.function.Consumer;

/// Knows which nodes may have a stream, or a way to it. Thread-safe.
public interface StreamFinder {
  /// Answers with the nodes to ask, the best first, by the addresses of their ports between nodes;
  /// with none if there is nobody to ask.
  ///
  /// @param loop where `answer` is called, once, later or at once
  void find(StreamKey key, Loop loop, Consumer<List<HostPort>> answer);

  /// A node that was to be asked says that it does not have the stream.
  default void absent(StreamKey key, HostPort address) {}

  /// A node gives the stream, with frames of this epoch. Whoever knows a newer one calls
  /// [Pulls#moved].
  default void given(StreamKey key, HostPort address, Epoch epoch) {}

  /// The same nodes for every stream, as they were configured.
  static StreamFinder of(List<HostPort> parents) {
    List<HostPort> fixed = List.copyOf(parents);
    return (key, loop, answer) -> answer.accept(fixed);
  }
}
