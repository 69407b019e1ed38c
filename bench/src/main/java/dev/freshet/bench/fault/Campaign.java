package dev.freshet.bench.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One fault, again and again. Each repetition is kept as a line of a file before the next one
/// begins: a campaign that was broken off goes on where it was. Owned by the command.
final class Campaign {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fault fault;
  private final int repetitions;
  private final Path file;
  private final Consumer<String> progress;

  /// @param file where repetitions are kept
  Campaign(Fault fault, int repetitions, Path file, Consumer<String> progress) {
    this.fault = fault;
    this.repetitions = repetitions;
    this.file = file;
    this.progress = progress;
  }

  /// Starts a stage where something is left to do.
  interface Stages {
    FaultStage open() throws IOException, InterruptedException;
  }

  /// Does what is left.
  ///
  /// @return all repetitions, those of earlier runs first
  List<FaultSample> run(Stages stages) throws IOException, InterruptedException {
    List<FaultSample> samples = kept();
    if (!samples.isEmpty()) {
      progress.accept("goes on after " + samples.size() + " repetitions in " + file);
    }
    if (samples.size() < repetitions) {
      try (FaultStage stage = stages.open()) {
        stage.begin();
        while (samples.size() < repetitions) {
          FaultSample sample = fault.happen(stage);
          keep(sample);
          samples.add(sample);
          progress.accept("%d of %d: %s".formatted(samples.size(), repetitions, sample));
        }
      }
    }
    return samples;
  }

  private List<FaultSample> kept() throws IOException {
    List<FaultSample> samples = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        samples.add(JSON.readValue(line, FaultSample.class));
      }
    }
    return samples;
  }

  private void keep(FaultSample sample) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(sample) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
