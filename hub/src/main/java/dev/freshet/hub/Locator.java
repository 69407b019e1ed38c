package dev.freshet.hub;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;

/// Finds a stream that is not on this node; the seam behind which the cluster picks a parent and
/// pulls.
public interface Locator {
  /// Looks for `key`. Whoever finds it publishes it here, which answers those who wait.
  ///
  /// @param loop where `answer` is called, once, later or at once
  void locate(StreamKey key, Loop loop, Consumer<Answer> answer);

  /// What the search found.
  enum Answer {
    /// A publisher is on its way.
    COMING,
    /// Nobody has it now.
    ABSENT
  }

  /// Of a node alone: what is not here is nowhere.
  static Locator none() {
    return (key, loop, answer) -> answer.accept(Answer.ABSENT);
  }
}
