package dev.freshet.node.relay;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers with the question and who asked it; knows nothing of the topic `unknown`, and keeps
/// quiet on request. Owned by the test.
final class Answers implements Respondent {
  boolean silent;
  int loadPermille = 250;

  @Override
  public int loadPermille() {
    return loadPermille;
  }

  @Override
  public void answer(
      NodeId asker, String topic, byte[] question, Loop loop, Consumer<byte @Nullable []> answer) {
    if (topic.equals("unknown")) {
      answer.accept(null);
    } else if (topic.equals("long")) {
      answer.accept(new byte[1 << 20]);
    } else if (!silent) {
      String text = asker + " " + topic + " " + new String(question, StandardCharsets.UTF_8);
      loop.post(() -> answer.accept(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
