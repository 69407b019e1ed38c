package dev.freshet.cluster.simulation;

import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.landing.StreamRecordText;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.NodeRecordText;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches a simulated cluster from outside, and says what must never happen. It keeps its own
/// books: what nodes believe of themselves counts for nothing.
final class Auditor {
  private static final long ADMIT_MS = 300;
  private static final long FREEZE_WINDOW_MS = 30_000;
  private static final int FREEZE_PERCENT = 15;
  private static final int FREEZE_NODES = 3;

  private final World world;
  private final Map<String, Map<StreamKey, Shown>> shown = new HashMap<>();
  private final Map<String, Long> probeFailedMs = new HashMap<>();
  private final Map<String, Map<String, Boolean>> present = new HashMap<>();
  private final Map<String, Map<String, Long>> vanishedMs = new HashMap<>();
  private final Map<StreamKey, StreamRecord> stored = new HashMap<>();
  private final Map<Epoch, StreamRecord> replaced = new HashMap<>();
  private @Nullable String violation;

  private record Shown(Epoch epoch, long atMs) {}

  Auditor(World world) {
    this.world = world;
  }

  /// What was found first; null if nothing was.
  @Nullable String violation() {
    return violation;
  }

  void report(String what) {
    if (violation == null) {
      violation = "at %d ms: %s".formatted(world.nowMs(), what);
    }
  }

  void check(boolean holds, String what) {
    if (!holds) {
      report(what);
    }
  }

  // viewers

  /// A viewer at `node` was shown a frame.
  void shown(String node, StreamKey key, Epoch epoch) {
    Map<StreamKey, Shown> there = shown.computeIfAbsent(node, _ -> new HashMap<>());
    Shown before = there.put(key, new Shown(epoch, world.nowMs()));
    if (before != null && before.epoch.compareTo(epoch) > 0) {
      report(
          "viewer's epoch falls at %s of %s: %s after %s"
              .formatted(node, key, epoch, before.epoch));
    }
  }

  /// What viewers at `node` see of a stream, if they have seen something of late.
  @Nullable Epoch showing(String node, StreamKey key) {
    Shown last = shown.getOrDefault(node, Map.of()).get(key);
    return last == null || world.nowMs() - last.atMs > 2_000 ? null : last.epoch;
  }

  /// The process at `node` is another one: its viewers are new.
  void restarted(String node) {
    shown.remove(node);
    present.remove(node);
    vanishedMs.remove(node);
  }

  // publishers

  void answered(String node, long waitedMs) {
    check(waitedMs <= ADMIT_MS, "a publisher at %s waited %d ms".formatted(node, waitedMs));
  }

  /// A claim was confirmed although `policy` is to refuse a second publisher.
  void confirmedUnderRefusal(String node, Epoch epoch, String publisher, MemberView members) {
    StreamRecord incumbent = replaced.get(epoch);
    boolean rival =
        incumbent != null
            && incumbent.state() == StreamRecord.State.LIVE
            && !incumbent.publisher().equals(publisher)
            && !incumbent.origin().value().equals(node)
            && !members.knowsGone(incumbent.origin());
    check(!rival, "%s took over from %s against the policy".formatted(publisher, incumbent));
  }

  // the store

  void stored(WatchEvent event) {
    switch (event) {
      case WatchEvent.State state -> {
        stored.clear(); // maybe restored from a backup
        state.entries().forEach(this::put);
      }
      case WatchEvent.Changed changed -> {
        for (Change change : changed.changes()) {
          switch (change) {
            case Change.Put put -> put(put.entry());
            case Change.Deleted deleted ->
                stored.keySet().removeIf(k -> deleted.key().path().endsWith(k.toString()));
          }
        }
      }
    }
  }

  private void put(Entry entry) {
    if (StreamRecordText.read(entry.value())
        instanceof StreamRecordText.ReadAnswer.Read(StreamRecord record)) {
      StreamRecord before = stored.put(record.key(), record);
      if (before != null) {
        check(
            before.epoch().compareTo(record.epoch()) <= 0,
            "stored epoch falls: %s after %s".formatted(record, before));
        if (!before.epoch().equals(record.epoch())) {
          replaced.put(record.epoch(), before);
        }
      }
    }
  }

  @Nullable StreamRecord stored(StreamKey key) {
    return stored.get(key);
  }

  // membership

  /// What the store told `node` of nodes.
  void watched(String node, WatchEvent event) {
    switch (event) {
      case WatchEvent.State state -> state.entries().forEach(entry -> listed(node, entry));
      case WatchEvent.Changed changed -> {
        for (Change change : changed.changes()) {
          switch (change) {
            case Change.Put put -> listed(node, put.entry());
            case Change.Deleted deleted -> vanished(node, StoreServer.NODES.nameOf(deleted.key()));
          }
        }
      }
    }
  }

  private void listed(String node, Entry entry) {
    if (NodeRecordText.read(entry.value())
        instanceof NodeRecordText.ReadAnswer.Read(NodeRecord record)) {
      present
          .computeIfAbsent(node, _ -> new HashMap<>())
          .put(record.id().value(), record.phase() == Phase.SERVING);
    }
  }

  private void vanished(String node, String who) {
    Boolean serving = present.computeIfAbsent(node, _ -> new HashMap<>()).remove(who);
    if (serving != null && serving && !who.equals(node)) {
      vanishedMs.computeIfAbsent(node, _ -> new HashMap<>()).put(who, world.nowMs());
      probeFailedMs.remove(node + " " + who);
    }
  }

  void probeFailed(String node, String who) {
    probeFailedMs.put(node + " " + who, world.nowMs());
  }

  /// `node` took another one for dead and removed it.
  void removed(String node, NodeId who, MemberView left) {
    check(
        probeFailedMs.containsKey(node + " " + who),
        "%s removed %s, which it had not asked in vain".formatted(node, who));
    Map<String, Long> vanished = new HashMap<>(vanishedMs.getOrDefault(node, Map.of()));
    vanished.values().removeIf(atMs -> world.nowMs() - atMs > FREEZE_WINDOW_MS);
    Set<String> all = new HashSet<>(vanished.keySet());
    left.members().forEach(member -> all.add(member.id().value()));
    all.add(who.value());
    check(
        vanished.size() < FREEZE_NODES || vanished.size() * 100 <= FREEZE_PERCENT * all.size(),
        "%s removed %s while %d of %d had just vanished"
            .formatted(node, who, vanished.size(), all.size()));
  }
}
