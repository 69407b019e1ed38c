package dev.freshet.node.admin;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a loop was asked, awaited by an administrator's thread. Stateless.
final class LoopAnswer {
  private static final long TIMEOUT_MS = 2_000;

  private LoopAnswer() {}

  /// The answer; nothing if none came in time, as when the loop has gone.
  static <T> Optional<T> await(CompletableFuture<T> asked) {
    try {
      return Optional.of(asked.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException late) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
