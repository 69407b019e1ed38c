package dev.freshet.cluster.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.contract.NodeId;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  @Test
  void namesTheSameNodesHoweverTheyAreListed() {
    Seeds.check(
        Seeds.count(50),
        random -> {
          List<NodeId> nodes = nodes(2 + random.nextInt(30));
          List<NodeId> shuffled = new ArrayList<>(nodes);
          Collections.shuffle(shuffled, random);
          String key = "default/live/" + random.nextInt();
          assertThat(Rendezvous.rank(key, shuffled)).isEqualTo(Rendezvous.rank(key, nodes));
        });
  }

  @Test
  void aNodeThatLeavesMovesOnlyItsOwnKeys() {
    Seeds.check(
        Seeds.count(50),
        random -> {
          List<NodeId> nodes = nodes(3 + random.nextInt(20));
          List<NodeId> fewer = new ArrayList<>(nodes);
          fewer.remove(random.nextInt(fewer.size()));
          for (int i = 0; i < 50; i++) {
            String key = "default/live/" + random.nextInt();
            List<NodeId> before = new ArrayList<>(Rendezvous.rank(key, nodes));
            before.retainAll(fewer);
            assertThat(Rendezvous.rank(key, fewer)).isEqualTo(before);
          }
        });
  }

  @Test
  void spreadsKeysEvenly() {
    Map<NodeId, Integer> firsts = new HashMap<>();
    for (int i = 0; i < 16_000; i++) {
      firsts.merge(Rendezvous.top("default/live/" + i, nodes(8), 1).getFirst(), 1, Integer::sum);
    }
    assertThat(firsts).hasSize(8);
    assertThat(firsts.values()).allSatisfy(n -> assertThat(n).isCloseTo(2_000, within(160)));
  }

  @Test
  void namesNoMoreThanThereAre() {
    assertThat(Rendezvous.top("k", nodes(2), 3)).hasSize(2);
    assertThat(Rendezvous.top("k", List.of(), 3)).isEmpty();
  }

  /// The order is part of the protocol between versions: it must never change.
  @Test
  void keepsItsOrderForEver() {
    assertThat(Rendezvous.rank("default/live/news", nodes(5)).toString())
        .isEqualTo("[node-4, node-1, node-0, node-2, node-3]");
  }

  @Test
  void loadsNoNodeBeyondTheBound() {
    Seeds.check(
        Seeds.count(20),
        random -> {
          List<NodeId> nodes = nodes(2 + random.nextInt(10));
          Map<NodeId, Double> loads = new HashMap<>();
          int keys = 200 + random.nextInt(400);
          for (int i = 0; i < keys; i++) {
            NodeId chosen =
                BoundedLoad.DEFAULT.choose("k" + random.nextInt(), nodes, loads, 1).orElseThrow();
            loads.merge(chosen, 1.0, Double::sum);
          }
          double most = Collections.max(loads.values());
          assertThat(most).isLessThanOrEqualTo(1.25 * keys / nodes.size() + 1);
        });
  }

  @Test
  void keepsNearlyEveryKeyOnItsFirstChoice() {
    Random random = new Random(5);
    List<NodeId> nodes = nodes(8);
    Map<NodeId, Double> loads = new HashMap<>();
    int elsewhere = 0;
    for (int i = 0; i < 4_000; i++) {
      String key = "k" + random.nextInt();
      NodeId chosen = BoundedLoad.DEFAULT.choose(key, nodes, loads, 1).orElseThrow();
      loads.merge(chosen, 1.0, Double::sum);
      elsewhere += chosen.equals(Rendezvous.top(key, nodes, 1).getFirst()) ? 0 : 1;
    }
    assertThat(elsewhere).isLessThan(200);
  }

  @Test
  void placesWhatFitsNowhereAtItsFirstChoice() {
    List<NodeId> nodes = nodes(3);
    Map<NodeId, Double> loads = Map.of(nodes.get(0), 1.0, nodes.get(1), 1.0, nodes.get(2), 1.0);

    assertThat(BoundedLoad.DEFAULT.choose("huge", nodes, loads, 1_000))
        .hasValue(Rendezvous.top("huge", nodes, 1).getFirst());
    assertThat(BoundedLoad.DEFAULT.choose("k", List.of(), Map.of(), 1)).isEmpty();
    assertThatThrownBy(() -> new BoundedLoad(0.5))
        .hasMessage("load factor: 0.5 (expected: at least 1)");
  }

  private static List<NodeId> nodes(int count) {
    List<NodeId> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new NodeId("node-" + i));
    }
    return nodes;
  }
}
