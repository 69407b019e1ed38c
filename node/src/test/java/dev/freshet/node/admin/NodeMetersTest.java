package dev.freshet.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Clock;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.Locator;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.ProtocolException;
import dev.freshet.node.load.NodeLoad;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.playback.watch.ViewerReports;
import dev.freshet.node.session.Sessions;
import dev.freshet.testkit.ManualClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds docs/operating/metrics.md and the code together.
class NodeMetersTest {
  private static final Path PAGE = Path.of("../docs/operating/metrics.md");

  @Test
  void pageNamesEveryMetricAndNoOther() throws Exception {
    PeerFaults faults = new PeerFaults(new ManualClock());
    faults.limitHit("rtmp", "maxMessage", "192.0.2.1:1");
    faults.note("rtmp", ProtocolException.malformed("C0"), "192.0.2.1:1");
    assertThat(names(Files.readString(PAGE), "(?m)^\\| `(freshet_[a-z_]+)`"))
        .isEqualTo(names(meters(faults).page(), "(?m)^# TYPE (freshet_[a-z_]+) (?!gauge_max)"));
  }

  @Test
  void pageSaysOfEachMetricWhatTheDocumentSays() {
    String page = meters(new PeerFaults(new ManualClock())).page();
    assertThat(names(page, "(?m)^# HELP (\\S+) *$")).isEmpty();
    assertThat(page).contains("# HELP freshet_streams streams on this node\n");
    assertThat(page).contains("red; see load\n"); // without the link
  }

  @Test
  void pageShowsEachCounterOfTheHub() throws Exception {
    FanoutCounters counters = new FanoutCounters();
    Set<String> shown = new TreeSet<>();
    int value = 7_001;
    for (Field field : FanoutCounters.class.getFields()) {
      ((LongAdder) field.get(counters)).add(value);
      shown.add(value++ + ".0");
    }
    String page = meters(new PeerFaults(new ManualClock()), counters).page();
    assertThat(names(page, "(?m)^freshet_[a-z_]+ (7\\d\\d\\d\\.0)$")).isEqualTo(shown);
  }

  @Test
  void pageShowsEachCounterOfSegments() throws Exception {
    NodeCounters counters = new NodeCounters();
    Set<String> shown = new TreeSet<>();
    int value = 7_001;
    for (Field field : SegmentCounters.class.getFields()) {
      switch (field.get(counters.segments)) {
        case LongAdder counter -> counter.add(value);
        case AtomicInteger gauge -> gauge.set(value);
        default -> throw new AssertionError(field);
      }
      shown.add(value++ + ".0");
    }
    for (SegmentCounters.Refused reason : SegmentCounters.Refused.values()) {
      counters.segments.refused(reason).add(value);
      shown.add(value++ + ".0");
    }
    String page = meters(new PeerFaults(new ManualClock()), new FanoutCounters(), counters).page();
    assertThat(names(page, "(?m)^freshet_[a-z_]+(?:\\{.*})? (7\\d\\d\\d\\.0)$")).isEqualTo(shown);
  }

  @Test
  void showsTheLoadHoweverLongAgoTheMetersWereMade() {
    NodeMeters meters = meters(new PeerFaults(new ManualClock()));
    System.gc(); // what is held weakly goes
    assertThat(meters.page()).contains("freshet_load_level 0.0", "freshet_load{part=\"work\"} 0.0");
  }

  private static NodeMeters meters(PeerFaults faults) {
    return meters(faults, new FanoutCounters());
  }

  private static NodeMeters meters(PeerFaults faults, FanoutCounters counters) {
    return meters(faults, counters, new NodeCounters());
  }

  private static NodeMeters meters(
      PeerFaults faults, FanoutCounters counters, NodeCounters nodeCounters) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ViewerReports reports = new ViewerReports(registry);
    assertThat(reports).isNotNull();
    Clock clock = new ManualClock();
    StreamRegistry streams =
        new StreamRegistry(
            new LocalLanding(new NodeId("n1"), clock),
            Locator.none(),
            RegistryLimits.DEFAULTS,
            UnpooledByteBufAllocator.DEFAULT,
            counters,
            1);
    return new NodeMeters(
        registry,
        streams,
        new Sessions(),
        nodeCounters,
        faults,
        new AtomicReference<>(NodeLoad.UNKNOWN)::get);
  }

  private static Set<String> names(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(name -> !name.endsWith("_seconds_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
