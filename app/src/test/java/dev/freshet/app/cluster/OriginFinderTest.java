package dev.freshet.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.landing.ClaimAnswer;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.hub.Landing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginFinderTest {
  private static final HostPort PARENT = new HostPort("parent", 8070);
  private static final HostPort ORIGIN = new HostPort("there", 8070);

  private final ClusterRig rig = new ClusterRig();
  private final List<String> stale = new ArrayList<>();
  private final OriginFinder finder =
      new OriginFinder(
          rig.loops.loop(ClusterRig.HOME),
          rig.here,
          ClusterRig.HERE,
          List.of(PARENT),
          new Neighbours(),
          rig.counters);

  private final class Neighbours implements OriginFinder.Neighbours {
    @Override
    public @Nullable HostPort addressOf(NodeId node) {
      return node.equals(ClusterRig.THERE) ? ORIGIN : null;
    }

    @Override
    public List<HostPort> waysTo(StreamKey key, NodeId origin) {
      HostPort address = addressOf(origin);
      return address == null ? List.of() : List.of(address);
    }

    @Override
    public void absent(StreamKey key, HostPort address) {}

    @Override
    public void stale(StreamKey key, HostPort giver, Epoch newest) {
      stale.add(giver + " " + newest);
    }
  }

  @Test
  void theOriginIsAskedBeforeTheConfiguredParents() {
    assertThat(find()).containsExactly(PARENT);
    rig.pushThere("cam");
    assertThat(find()).containsExactly(ORIGIN, PARENT);
  }

  @Test
  void aNodeDoesNotAskItself() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    assertThat(rig.last(Landing.Answer.Landed.class)).isNotNull();
    assertThat(find()).isEmpty();
  }

  @Test
  void anOriginThatDoesNotHoldItIsNotAskedAgain() {
    ClaimAnswer.Landed landed = rig.pushThere("cam");
    assertThat(find()).contains(ORIGIN);
    onMedia(() -> finder.absent(ClusterRig.KEY, PARENT));
    assertThat(find()).contains(ORIGIN);
    onMedia(() -> finder.absent(ClusterRig.KEY, ORIGIN));
    assertThat(find()).containsExactly(PARENT);
    rig.onHome(() -> rig.there.release(ClusterRig.KEY, landed.epoch()));
    rig.pushThere("cam");
    assertThat(find()).containsExactly(ORIGIN, PARENT);
  }

  @Test
  void whoGivesAnEpochThatIsOverIsNoted() {
    ClaimAnswer.Landed landed = rig.pushThere("cam");
    Epoch old = new Epoch(landed.epoch().term() - 1, new NodeId("other"));
    onMedia(() -> finder.given(ClusterRig.KEY, PARENT, landed.epoch()));
    assertThat(stale).isEmpty();
    onMedia(() -> finder.given(ClusterRig.KEY, PARENT, old));
    assertThat(stale).containsExactly(PARENT + " " + landed.epoch());
    assertThat(rig.counters.epochsFenced.sum()).isEqualTo(1);
  }

  @Test
  void aNodeThatLostAStreamAsksWhoeverHasItNow() {
    rig.push("cam", TakeoverPolicy.REPLACE);
    Epoch mine = rig.last(Landing.Answer.Landed.class).epoch();
    Epoch newer = new Epoch(mine.term() + 1, ClusterRig.THERE);
    onMedia(() -> finder.given(ClusterRig.KEY, ORIGIN, newer)); // nobody told of a record
    assertThat(rig.last(Landing.Answer.LetGo.class).epoch()).isEqualTo(mine);
    assertThat(find()).contains(ORIGIN);
  }

  private void onMedia(Runnable task) {
    rig.loops.runOn(ClusterRig.MEDIA, task);
    rig.loops.advanceMs(20);
  }

  private List<HostPort> find() {
    List<HostPort> found = new ArrayList<>();
    boolean[] answered = {false};
    onMedia(() ->
        finder.find(
            ClusterRig.KEY,
            rig.loops.loop(ClusterRig.MEDIA),
            nodes -> {
              answered[0] = true;
              found.addAll(nodes);
            }));
    rig.loops.advanceMs(500);
    assertThat(answered[0]).isTrue();
    return found;
  }
}
