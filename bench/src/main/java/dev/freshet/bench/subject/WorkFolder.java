package dev.freshet.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary folder, gone when it is closed. Owned by the command that made it.
public record WorkFolder(Path path) implements AutoCloseable {
  public static WorkFolder create() throws IOException {
    return new WorkFolder(Files.createTempDirectory("freshet-bench"));
  }

  /// One below `parent`.
  public static WorkFolder createIn(Path parent) throws IOException {
    return new WorkFolder(Files.createTempDirectory(parent, "freshet-bench"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
