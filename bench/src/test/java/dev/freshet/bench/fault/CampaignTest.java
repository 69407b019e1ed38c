package dev.freshet.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void whatWasDoneIsNotDoneAgain() throws IOException, InterruptedException {
    Path file = folder.resolve("build").resolve("kept.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"gapMs":70.5,"lost":0,"duplicated":0,"kept":true,"stealPercent":0.0,"what":"a1 KILL"}
        {"gapMs":90.0,"lost":1,"duplicated":0,"kept":false,"stealPercent":1.5,"what":"b1 KILL"}
        """);
    List<String> said = new ArrayList<>();
    Fault fault = Fault.all().getFirst();
    List<FaultSample> samples =
        new Campaign(fault, 2, file, said::add)
            .run(() -> {
              throw new IOException("nothing is left to do");
            });
    assertThat(samples).extracting(FaultSample::gapMs).containsExactly(70.5, 90.0);
    assertThat(said).singleElement().asString().contains("goes on after 2 repetitions");
    assertThat(FaultReport.rows(fault, "5 nodes", samples))
        .filteredOn(row -> row.missed())
        .extracting(row -> row.metric())
        .containsExactly("frames lost", "connections closed");
  }
}
