package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalLandingTest {
  private static final NodeId NODE = new NodeId("n1");

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);

  @Test
  void epochAndSegmentRiseOverARestartWithAnEmptyDataFolder() {
    Landing.Answer.Landed before = land(new LocalLanding(NODE, loops.clock()), 0);
    loops.advanceMs(1_500);
    Landing.Answer.Landed after = land(new LocalLanding(NODE, loops.clock()), 0);
    assertThat(after.epoch()).isGreaterThan(before.epoch());
    assertThat(after.firstSegment()).isEqualTo(before.firstSegment() + 15);
  }

  @Test
  void epochsRiseWithinOneMillisecond() {
    LocalLanding landing = new LocalLanding(NODE, loops.clock());
    assertThat(land(landing, 0).epoch()).isLessThan(land(landing, 0).epoch());
  }

  @Test
  void epochsRiseThoughTheClockIsSetBack() {
    LocalLanding landing = new LocalLanding(NODE, loops.clock());
    Landing.Answer.Landed before = land(landing, 0);
    loops.clock().jumpWallMs(-3_600_000);
    Landing.Answer.Landed after = land(landing, 0);
    assertThat(after.epoch()).isGreaterThan(before.epoch());
    assertThat(after.firstSegment()).isGreaterThanOrEqualTo(before.firstSegment());
  }

  @Test
  void epochsRiseAboveWhatWasSeen() {
    long seen = loops.clock().unixMs() + 5_000;
    assertThat(land(new LocalLanding(NODE, loops.clock()), seen).epoch().term())
        .isEqualTo(seen + 1);
  }

  private Landing.Answer.Landed land(LocalLanding landing, long highestSeenTerm) {
    List<Landing.Answer> answers = new ArrayList<>();
    PublishRequest publisher = FakePublisher.request(Rig.KEY, ServiceConfig.defaults("default"));
    landing.land(new Landing.Request(publisher, highestSeenTerm, 0), loops.loop(0), answers::add);
    return (Landing.Answer.Landed) answers.getFirst();
  }
}
