package dev.freshet.bench.scenario;

import dev.freshet.bench.report.Target;
import java.util.List;

/// All scenarios, in the order of the table of targets. Stateless.
public final class Scenarios {
  private Scenarios() {}

  /// @param maxViewers that the machine's limits allow
  /// @param soakMinutes of full load for pauses and growth
  public static List<Scenario> all(int maxViewers, int soakMinutes) {
    return List.of(
        new CostScenario(350, true),
        new CostScenario(100, false),
        new NaturalScenario(500, Target.atMostTimes(1.3), Target.atMostTimes(1.3)),
        new NaturalScenario(100, Target.atMost(1), Target.NONE),
        new SendPathScenario(),
        new CapacityScenario(maxViewers),
        new FirstKeyframeScenario(),
        new MemoryScenario(),
        new PublishersScenario(),
        new TwoLoopsScenario(),
        new HttpsScenario(),
        new GarbageScenario(soakMinutes),
        new SoakScenario(soakMinutes),
        new StartScenario(),
        new DelayScenario(),
        new HlsReleaseScenario(),
        new HlsSegmentsScenario(),
        new HlsMemoryScenario(),
        new HlsLatencyScenario(),
        new RelayScenario());
  }

  /// Shows that the bench works.
  public static Scenario smoke() {
    return new SmokeScenario();
  }
}
