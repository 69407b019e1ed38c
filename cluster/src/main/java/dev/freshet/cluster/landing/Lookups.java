package dev.freshet.cluster.landing;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Questions to peers for streams that this node does not know. Owned by the landing's loop.
///
/// However many ask for a stream, its peers are asked once; and when they know nothing, not again
/// for about a second.
final class Lookups {
  private final LandingParts parts;
  private final AskPeers peers;
  private final Function<StreamKey, List<NodeId>> responsible;
  private final Consumer<StreamRecord> heard;
  private final Map<StreamKey, Lookup> running = new HashMap<>();
  private final Map<StreamKey, Long> absentUntilMs = new LinkedHashMap<>();

  /// @param responsible who is asked for a stream
  /// @param heard gets what peers told
  Lookups(
      LandingParts parts,
      AskPeers peers,
      Function<StreamKey, List<NodeId>> responsible,
      Consumer<StreamRecord> heard) {
    this.parts = parts;
    this.peers = peers;
    this.responsible = responsible;
    this.heard = heard;
  }

  void locate(StreamKey key, Consumer<Whereabouts> answer) {
    Lookup lookup = running.get(key);
    if (lookup != null && lookup.waiting.size() < parts.limits().maxWaiting()) {
      lookup.waiting.add(answer);
    } else if (lookup != null || isAbsent(key) || running.size() >= parts.limits().maxLookups()) {
      answer.accept(new Whereabouts.Unknown());
    } else {
      Lookup begun = new Lookup(key);
      begun.waiting.add(answer);
      running.put(key, begun);
      begun.begin();
    }
  }

  /// Asks the peers of `key` once.
  ///
  /// @param done when all have answered
  void ask(StreamKey key, Runnable done) {
    List<NodeId> asked = responsible.apply(key);
    int[] open = {asked.size()};
    for (NodeId peer : asked) {
      peers.ask(
          peer,
          key,
          answer -> {
            if (answer instanceof Whereabouts.At at) {
              heard.accept(at.stream());
            }
            if (--open[0] == 0) {
              done.run();
            }
          });
    }
    if (asked.isEmpty()) {
      done.run();
    }
  }

  /// A stream is there.
  void appeared(StreamRecord stream) {
    absentUntilMs.remove(stream.key());
    Lookup lookup = running.get(stream.key());
    if (lookup != null) {
      lookup.finish(new Whereabouts.At(stream));
    }
  }

  private boolean isAbsent(StreamKey key) {
    Long untilMs = absentUntilMs.get(key);
    return untilMs != null && parts.nowMs() < untilMs;
  }

  private void remember(StreamKey key) {
    long absentForMs = parts.limits().absentForMs();
    long untilMs =
        parts.nowMs() + absentForMs * 2 / 3 + parts.random().nextLong(absentForMs * 2 / 3 + 1);
    absentUntilMs.remove(key);
    absentUntilMs.put(key, untilMs);
    if (absentUntilMs.size() > parts.limits().maxLookups()) {
      absentUntilMs.remove(absentUntilMs.keySet().iterator().next());
    }
  }

  private final class Lookup {
    private final StreamKey key;
    private final List<Consumer<Whereabouts>> waiting = new ArrayList<>();
    private Loop.@Nullable Timer deadline;

    Lookup(StreamKey key) {
      this.key = key;
    }

    void begin() {
      deadline =
          parts.loop().schedule(parts.limits().lookupMs(), () -> finish(new Whereabouts.Unknown()));
      ask(key, () -> finish(new Whereabouts.Unknown())); // finished before, if one of them knew
    }

    void finish(Whereabouts found) {
      if (!running.remove(key, this)) {
        return;
      }
      if (deadline != null) {
        deadline.cancel();
      }
      if (found instanceof Whereabouts.Unknown) {
        remember(key);
      }
      waiting.forEach(answer -> answer.accept(found));
    }
  }
}
