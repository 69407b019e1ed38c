package dev.freshet.app.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/// What the system tells the process: SIGTERM and SIGINT to end, SIGHUP to read the configuration
/// again. Owned by the process.
public final class ProcessSignals {
  private static final int KILLED_BY_INT = 130;

  private final CountDownLatch end = new CountDownLatch(1);

  private ProcessSignals() {}

  /// Takes the signals over from the JVM, which would end without a drain.
  public static ProcessSignals handle(Runnable reload) {
    ProcessSignals signals = new ProcessSignals();
    try {
      handle("TERM", signals::end);
      handle("INT", signals::end);
      handle("HUP", reload);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", missing);
    }
    return signals;
  }

  /// By reflection, since the compiler warns of each mention of these types in a way that cannot be
  /// suppressed; the JDK has nothing else that hears SIGHUP.
  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object handler =
        Proxy.newProxyInstance(
            ProcessSignals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (_, method, _) -> call(method, action));
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
  }

  @SuppressWarnings("NullAway") // what a method without a result answers
  private static Object call(Method method, Runnable action) {
    assert method.getName().equals("handle") : method;
    action.run();
    return null;
  }

  private void end() {
    if (end.getCount() == 0) {
      Runtime.getRuntime().halt(KILLED_BY_INT); // asked a second time: at once
    }
    end.countDown();
  }

  /// Ends the process as SIGTERM would.
  public void askToEnd() {
    end.countDown();
  }

  /// Waits for the end to be asked for.
  public void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException alsoTheEnd) {
      Thread.currentThread().interrupt();
    }
  }
}
