package dev.freshet.app.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.app.localcluster.ClusterPlan.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {
  @Test
  void fiveNodesInTwoRegionsAndTwoOperatorsHaveACoreOfBothInEachRegion() {
    assertThat(ClusterPlan.of(5, 2, 2).nodes())
        .containsExactly(
            new Place("a1", "core", "region1", List.of("isp1", "isp2")),
            new Place("b1", "core", "region2", List.of("isp1", "isp2")),
            new Place("a2", "edge", "region1", List.of("isp1")),
            new Place("b2", "edge", "region2", List.of("isp1")),
            new Place("a3", "edge", "region1", List.of("isp2")));
  }

  @Test
  void aRegionOfFourHasAMid() {
    assertThat(ClusterPlan.of(4, 1, 1).nodes())
        .extracting(Place::tier)
        .containsExactly("core", "mid", "edge", "edge");
  }

  @Test
  void everyNodeHasANameOfItsOwnAndEveryRegionACoreOfAllOperators() {
    for (int nodes = 1; nodes <= ClusterPlan.MAX_NODES; nodes++) {
      for (int regions = 1; regions <= nodes; regions++) {
        ClusterPlan plan = ClusterPlan.of(nodes, regions, 3);
        Set<String> names = new HashSet<>();
        Set<String> cores = new HashSet<>();
        for (Place place : plan.nodes()) {
          names.add(place.id());
          if (place.tier().equals("core") && place.isps().size() == 3) {
            cores.add(place.region());
          }
        }
        assertThat(names).hasSize(nodes);
        assertThat(cores).hasSize(regions);
      }
    }
  }

  @Test
  void numbersThatMakeNoClusterAreSaid() {
    assertThatThrownBy(() -> ClusterPlan.of(0, 1, 1))
        .hasMessage("--nodes is 0 (expected: 1 to 50)");
    assertThatThrownBy(() -> ClusterPlan.of(2, 3, 1))
        .hasMessage("--regions is 3 (expected: 1 to 2)");
  }
}
