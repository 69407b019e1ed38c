package dev.freshet.node.relay;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What this node answers when others ask, see `dev.freshet.node.relay.calls.PeerCalls`.
/// Thread-safe.
public interface Respondent {
  /// How loaded this node is, in thousandths of its limit. Asked for with each ping.
  int loadPermille();

  /// Somebody of this cluster has a question.
  ///
  /// @param asker who it says that it is, which it proved by the cluster's secret
  /// @param topic what the question is about, such as `whereabouts`
  /// @param question opaque
  /// @param loop where `answer` is called, once, later or at once
  /// @param answer takes what goes back, or null if nothing is known of the topic
  void answer(
      NodeId asker, String topic, byte[] question, Loop loop, Consumer<byte @Nullable []> answer);

  /// Knows nothing.
  static Respondent none() {
    return new Respondent() {
      @Override
      public int loadPermille() {
        return 0;
      }

      @Override
      public void answer(
          NodeId asker,
          String topic,
          byte[] question,
          Loop loop,
          Consumer<byte @Nullable []> answer) {
        answer.accept(null);
      }
    };
  }
}
