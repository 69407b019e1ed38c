package dev.freshet.node.net;

import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// One of the node's event loops, as streams see it. Owned by [Loops], which makes exactly one for
/// each Netty event loop.
public final class NettyLoop implements Loop {
  private final int index;
  private final SingleThreadEventLoop eventLoop;
  private final Clock clock;

  NettyLoop(int index, SingleThreadEventLoop eventLoop, Clock clock) {
    this.index = index;
    this.eventLoop = eventLoop;
    this.clock = clock;
  }

  /// The Netty event loop that runs this loop's tasks and the channels registered with it.
  public EventLoop eventLoop() {
    return eventLoop;
  }

  @Override
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  @Override
  public void post(Runnable task) {
    eventLoop.execute(task);
  }

  @Override
  public void postAfterSockets(Runnable task) {
    // tasks that post tasks would keep the loop from its sockets for up to a second
    eventLoop.executeAfterEventLoopIteration(() -> eventLoop.execute(task));
  }

  @Override
  public Timer schedule(long delayMs, Runnable task) {
    ScheduledFuture<?> due = eventLoop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    return () -> due.cancel(false);
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public String toString() {
    return "loop " + index;
  }
}
