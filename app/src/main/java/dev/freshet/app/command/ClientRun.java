package dev.freshet.app.command;

import dev.freshet.app.client.Ending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for a client's end, and lets Ctrl-C and SIGTERM be a polite one.
final class ClientRun {
  private static final long GOODBYE_MS = 5_000;

  private final CountDownLatch told = new CountDownLatch(1);
  private volatile int status = 1;
  private volatile boolean asked;

  /// What there is to say in the end, and the exit status that follows from it.
  interface LastWords {
    int status(Ending ending);
  }

  /// Waits for `ending`; a signal calls `stop` first.
  ///
  /// @return the exit status
  int await(CompletableFuture<Ending> ending, Runnable stop, LastWords lastWords) {
    Thread onSignal = new Thread(() -> end(stop), "on-signal");
    Runtime.getRuntime().addShutdownHook(onSignal);
    status = lastWords.status(ending.join());
    told.countDown();
    if (!asked) {
      forget(onSignal);
    }
    return status;
  }

  /// Runs while the process is going down; leaves with the status that the client earned.
  private void end(Runnable stop) {
    asked = true;
    stop.run();
    try {
      if (told.await(GOODBYE_MS, TimeUnit.MILLISECONDS)) {
        System.out.flush();
        Runtime.getRuntime().halt(status);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyGoingDown) {
      // the hook decides
    }
  }
}
