package dev.freshet.node.relay.pull;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Locator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Who waits for the outcome of a lookup. Owned by its pull.
final class Askers {
  private record Asker(Loop loop, Consumer<Locator.Answer> answer) {}

  private final List<Asker> waiting = new ArrayList<>();

  void add(Loop loop, Consumer<Locator.Answer> answer) {
    waiting.add(new Asker(loop, answer));
  }

  /// Tells everybody, each on his loop.
  void postAnswer(Locator.Answer answer) {
    for (Asker asker : waiting) {
      asker.loop.post(() -> asker.answer.accept(answer));
    }
    waiting.clear();
  }
}
