package dev.freshet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.linux.OpenFiles;
import dev.freshet.bench.linux.PortRange;
import dev.freshet.bench.linux.ProcessStat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
  @Test
  void readsCollectorPausesButNotThoseThatWereAskedFor(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("collector.log");
    Files.writeString(
        log,
        """
        [0.010s] Using G1
        [0.500s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 9.999ms
        [3.200s] GC(1) Pause Young (Concurrent Start) (Metadata GC Threshold) 24M->4M(256M) 1.250ms
        [3.210s] GC(2) Concurrent Mark Cycle 12.000ms
        [3.220s] GC(2) Pause Remark 30M->30M(256M) 0.750ms
        [4.000s] GC(3) Pause Full (Diagnostic Command) 30M->8M(256M) 33.000ms
        """);
    assertThat(CollectorLog.pausesMs(log, 1)).containsExactly(1.25, 0.75);
  }

  @Test
  void aFlightTellsWhereTimeIsSpent() throws Exception {
    Flight flight = Flight.start(ProcessHandle.current().pid());
    long endNs = System.nanoTime() + 300_000_000;
    while (System.nanoTime() < endNs) {
      spend();
    }
    assertThat(flight.stop().keySet())
        .anyMatch(stack -> stack.contains("MeasureTest.aFlightTellsWhereTimeIsSpent;MeasureTest."));
  }

  private static void spend() {
    var _ = ThreadLocalRandom.current().doubles(10_000).sum();
  }

  @Test
  void quantilesAreValuesThatWereMeasured() {
    List<Double> values = List.of(5.0, 1.0, 4.0, 2.0, 3.0);
    assertThat(Quantiles.of(values, 50)).isEqualTo(3);
    assertThat(Quantiles.of(values, 99)).isEqualTo(5);
    assertThat(Quantiles.of(values, 1)).isEqualTo(1);
    assertThat(Quantiles.of(List.of(), 50)).isNaN();
  }

  @Test
  void readsCoreLists() {
    assertThat(Affinity.parse("0,2-4")).containsExactly(0, 2, 3, 4);
    assertThat(Affinity.parse("1")).containsExactly(1);
  }

  @Test
  void readsThisProcess() throws Exception {
    long pid = ProcessHandle.current().pid();
    assertThat(ProcessStat.cpuUs(pid)).isPositive();
    assertThat(ProcessStat.residentBytes(pid))
        .isGreaterThanOrEqualTo(ProcessStat.anonymousBytes(pid));
    assertThat(ProcessStat.cpuUsByThread(pid)).isNotEmpty();
  }

  @Test
  void readsTheMachinesLimits() throws Exception {
    assertThat(PortRange.read().size()).isPositive();
    OpenFiles files = OpenFiles.raise(0);
    assertThat(files.hard()).isGreaterThanOrEqualTo(files.soft());
  }

  @Test
  void sourceAddressesTakeTurns() {
    assertThat(PortRange.source(0, 64)).isEqualTo(0x7f000101).isEqualTo(PortRange.source(64, 64));
    assertThat(PortRange.source(63, 64)).isEqualTo(0x7f000140);
  }
}
