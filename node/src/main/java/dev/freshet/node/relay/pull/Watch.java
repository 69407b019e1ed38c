package dev.freshet.node.relay.pull;

import dev.freshet.contract.time.Loop;
import org.jspecify.annotations.Nullable;

/// Looks at regular times whether the ways of a stream live, and leaves one that does not. Owned by
/// its pull.
final class Watch {
  private final Loop loop;
  private final SwitchRule rule;
  private final Ways ways;
  private final Pursuit pursuit = new Pursuit();
  private Loop.@Nullable Timer timer;
  private long lookedMs;
  private long switchedMs;

  Watch(Loop loop, SwitchRule rule, Ways ways) {
    this.loop = loop;
    this.rule = rule;
    this.ways = ways;
  }

  void start() {
    lookedMs = loop.clock().monotonicMs();
    switchedMs = lookedMs - SwitchRule.CALM_MS;
    timer = loop.schedule(rule.lookEveryMs(), this::look);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /// Another way feeds from here on.
  void reset() {
    pursuit.reset();
    switchedMs = loop.clock().monotonicMs();
  }

  /// Whether no other way was taken for a while.
  boolean isCalm() {
    return calmMs() >= SwitchRule.CALM_MS;
  }

  private long calmMs() {
    return loop.clock().monotonicMs() - switchedMs;
  }

  private void look() {
    timer = loop.schedule(rule.lookEveryMs(), this::look);
    long nowMs = loop.clock().monotonicMs();
    // a node that slept itself has heard nobody: that is not held against them
    long passedMs = Math.min(nowMs - lookedMs, 2 * rule.lookEveryMs());
    lookedMs = nowMs;
    ways.retirement().look();
    ways.standby().look(passedMs, rule);
    ParentWay feeder = ways.feeder();
    if (feeder != null) {
      look(feeder, passedMs);
    }
  }

  private void look(ParentWay feeder, long passedMs) {
    ParentWay second = ways.standby().way();
    boolean hasOther = second != null || !ways.parents().others(feeder.address()).isEmpty();
    feeder.look(passedMs);
    pursuit.look(second == null ? null : second.reached(), feeder.reached(), passedMs);
    switch (rule.judge(feeder.silentMs(), pursuit, hasOther, calmMs())) {
      case KEEP -> {}
      case ASK -> feeder.ping();
      case LATE -> ways.leave(feeder, "late by " + pursuit.lateMs() + " ms");
      case SILENT -> ways.leave(feeder, "silent for " + feeder.silentMs() + " ms");
    }
  }
}
