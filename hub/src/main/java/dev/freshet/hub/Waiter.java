package dev.freshet.hub;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A play request that waits for its stream's publisher. Owned by the viewer's loop.
final class Waiter implements Ticket {
  private final StreamRegistry registry;
  private final StreamKey key;
  private final Loop loop;
  private final Consumer<OpenAnswer> answer;
  private Loop.@Nullable Timer timer;
  private boolean waiting;
  private boolean done;

  Waiter(StreamRegistry registry, StreamKey key, Loop loop, Consumer<OpenAnswer> answer) {
    this.registry = registry;
    this.key = key;
    this.loop = loop;
    this.answer = answer;
  }

  StreamKey key() {
    return key;
  }

  Loop loop() {
    return loop;
  }

  @Override
  public void cancel() {
    assert loop.inLoop();
    if (!done) {
      finish();
      registry.stopWaiting(this);
    }
  }

  /// Waits; after `waitMs` the answer is no.
  void await(int waitMs) {
    waiting = true;
    timer =
        loop.schedule(
            waitMs,
            () -> {
              registry.stopWaiting(this);
              refuse(
                  Refusal.Reason.NOT_FOUND,
                  "no stream %s is being published (waited %d ms for a publisher)"
                      .formatted(key, waitMs));
            });
  }

  void refuse(Refusal.Reason reason, String detail) {
    answer(new OpenAnswer.Refused(new Refusal(reason, detail)));
  }

  /// From any loop.
  void postAnswer(OpenAnswer result) {
    loop.post(() -> answer(result));
  }

  void answer(OpenAnswer result) {
    assert loop.inLoop();
    if (!done) {
      finish();
      answer.accept(result);
    }
  }

  private void finish() {
    done = true;
    if (timer != null) {
      timer.cancel();
    }
    if (waiting) {
      registry.waited();
    }
  }
}
