package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whom to ask for a stream, as the finder says, but that who failed last is asked last. Owned by
/// its pull.
final class Parents {
  private final StreamFinder finder;
  private final StreamKey key;
  private final Loop loop;
  private List<HostPort> known = List.of();
  private @Nullable HostPort shunned;
  private @Nullable Epoch newest; // that anybody told of
  private int round; // what the finder says to an older one comes too late

  Parents(StreamFinder finder, StreamKey key, Loop loop) {
    this.finder = finder;
    this.key = key;
    this.loop = loop;
  }

  /// Asks the finder anew; what it was asked before is of no interest any more.
  void find(Consumer<List<HostPort>> answer) {
    int mine = ++round;
    finder.find(
        key,
        loop,
        found -> {
          if (mine == round) {
            known = found;
            answer.accept(others(null));
          }
        });
  }

  /// Asks the finder anew, for others than this one, beside whatever else it was asked.
  void findOthers(@Nullable HostPort than, Consumer<List<HostPort>> answer) {
    finder.find(
        key,
        loop,
        found -> {
          known = found;
          answer.accept(others(than));
        });
  }

  /// Those that are known, without one.
  List<HostPort> others(@Nullable HostPort than) {
    List<HostPort> order = new ArrayList<>(known);
    order.removeIf(parent -> parent.equals(than));
    if (shunned != null && order.remove(shunned)) {
      order.add(shunned);
    }
    return order;
  }

  /// Nothing is looked for any more.
  void cancel() {
    round++;
  }

  /// It failed.
  void shun(HostPort parent) {
    shunned = parent;
  }

  /// A parent gives this epoch.
  void given(HostPort parent, Epoch epoch) {
    finder.given(key, parent, epoch);
  }

  /// Somebody tells of an epoch.
  void moved(Epoch told) {
    newest = newest == null || told.compareTo(newest) > 0 ? told : newest;
  }

  /// Whether a newer epoch is known.
  boolean isOver(Epoch epoch) {
    return newest != null && epoch.compareTo(newest) < 0;
  }
}
